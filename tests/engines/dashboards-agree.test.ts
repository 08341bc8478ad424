import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Frame, type QueryAnswer } from '#contract/frames.ts';
import { dashboards } from '../../dashboards/index.ts';
import { type Target } from '../../dashboards/parts/ask.ts';
import { type DashboardTwins, dashboardTwins } from './support/dashboard-twins.ts';
import { frameDifferences } from './support/frame-differences.ts';
import { lacks } from './support/servers.ts';

/**
 * The same dashboards, the same telemetry: every panel asks a service that reads its own files and one that reads from
 * Prometheus, Jaeger and OpenSearch. TASKMASTER_ENGINES_PACE: how much faster than life the sample is played (6).
 */
const PACE = Number(process.env.TASKMASTER_ENGINES_PACE ?? 6);
const POINTS = 500;
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000 };
/** A line's key is its place in the store it is in; memory is of the moment one asks, and of which of the two. */
const OF_THE_STORE = new Set(['id', 'memoryBytes']);

/**
 * A series of the service's own metrics (agents' have dots in their names) without the point of the window that is not over
 * yet: both services measure themselves again while they are asked, which is not in the servers.
 */
function whatIsOver(frame: Frame): Frame {
  const { name = '', fields } = frame.schema;
  const [times, ...others] = frame.data.values;
  if (name.includes('.') || fields.length !== 2 || fields[0]?.type !== 'time' || !times) {
    return frame;
  }
  const over = times.filter((at) => Number(at) <= twins.end).length;
  return { ...frame, data: { ...frame.data, values: [times, ...others].map((column) => column.slice(0, over)) } };
}

const durationOf = (text: string): number => Number(/\d+/.exec(text)?.[0]) * (UNITS[text.at(-1) ?? ''] ?? Number.NaN);

interface Question {
  name: string;
  targets: Target[];
  length: number;
  step: number;
  points: number;
}

interface Asking {
  targets?: Target[];
  interval?: string;
  maxDataPoints?: number;
}

const QUESTIONS: Question[] = [...dashboards().values()].flatMap(({ title, time, panels = [] }) =>
  panels.flatMap((panel) => {
    const { targets = [], interval, maxDataPoints } = panel as unknown as Asking;
    const length = durationOf((time?.from ?? 'now-1h').slice('now-'.length));
    const points = maxDataPoints ?? POINTS;
    const step = Math.max(interval ? durationOf(interval) : 0, Math.ceil(length / points / 1000) * 1000);
    return targets.length === 0 ? [] : [{ name: `${title}: ${panel.title ?? ''}`, targets, length, step, points }];
  })
);

let twins: DashboardTwins;

async function answer(url: string, { targets, length, step, points }: Question): Promise<QueryAnswer> {
  const { project, run, end } = twins;
  const queries = targets.map(({ refId, queryType, query }) => {
    const text = JSON.stringify(query).replaceAll('$project', project).replaceAll('$run', run);
    const timeRange = { from: end - length, to: end };
    return { refId, queryType, timeRange, intervalMs: step, maxDataPoints: points, query: JSON.parse(text) as unknown };
  });
  const response = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries }),
  });
  return (await response.json()) as QueryAnswer;
}

describe.skipIf(lacks('jaeger', 'opensearch'))(
  'a panel’s answer is the same from its own files and from three servers',
  () => {
    beforeAll(async () => {
      twins = await dashboardTwins(PACE);
    }, 1_800_000);
    afterAll(async () => twins?.stop());

    it.each(QUESTIONS.map((question) => [question.name, question] as const))('%s', async (_name, question) => {
      const [own, theirs] = await Promise.all([
        answer(twins.embedded.url, question),
        answer(twins.servers.url, question),
      ]);
      for (const [refId, { error, frames = [] }] of Object.entries(own.results)) {
        const other = theirs.results[refId];
        expect([error, other?.error]).toEqual([undefined, undefined]);
        expect(frameDifferences(frames.map(whatIsOver), (other?.frames ?? []).map(whatIsOver), OF_THE_STORE)).toEqual(
          []
        );
      }
    });
  }
);
