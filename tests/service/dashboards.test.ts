import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareSample } from '../../backend/src/sample/prepare.ts';
import { replaySample } from '../../backend/src/sample/replay.ts';
import { identifyProject } from '../../backend/src/ingest/project-id.ts';
import { startTestService, temporaryFolder, type TestService } from '../../backend/src/testing/service.ts';
import { PACKAGE_ROOT } from '../../backend/src/util/package-root.ts';
import { type Frame } from '../../contract/frames.ts';
import { dashboards } from '../../dashboards/index.ts';
import { type Target } from '../../dashboards/parts/ask.ts';

/** Three times as fast: the play takes a minute, in which the service measures itself four times. */
const PACE = 3;
const LONGEST_MS = 200_000;
/** Grafana asks for about as many points as a panel is wide. */
const POINTS = 500;
const STEP_MS: Record<string, number> = { '10s': 10_000, '30s': 30_000, '1m': 60_000 };
/** Where an empty answer is the good news, and the panel says so. */
const MAY_BE_EMPTY = new Set(['Development: Tools that failed']);

interface Question {
  name: string;
  targets: Target[];
  from: string;
  step: number;
}

const QUESTIONS: Question[] = [...dashboards().values()].flatMap(({ title, time, panels = [] }) =>
  panels.flatMap((panel) => {
    const { targets = [], interval = '' } = panel as unknown as { targets?: Target[]; interval?: string };
    const name = `${title}: ${panel.title ?? ''}`;
    return targets.length === 0
      ? []
      : [{ name, targets, from: time?.from ?? 'now-1h', step: STEP_MS[interval] ?? 1000 }];
  })
);

let service: TestService;
let project: string;
const stop = new AbortController();
let play: Promise<void>;

beforeAll(async () => {
  const folder = join(temporaryFolder('dashboards'), 'bookshop-api');
  await prepareSample(join(PACKAGE_ROOT, 'examples', 'sample-project'), folder, Date.now());
  service = await startTestService({ projects: [folder] });
  project = identifyProject(folder)?.id ?? '';
  play = replaySample({ folder, project, baseUrl: service.url, pace: PACE, signal: stop.signal });
});
afterAll(async () => {
  stop.abort();
  await play;
  await service.close();
});

async function json(method: string, path: string, body?: unknown): Promise<unknown> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await service.send(method, path, { 'content-type': 'application/json' }, text);
  expect([answer.status, answer.text.slice(0, 500)]).toEqual([200, expect.anything()]);
  return JSON.parse(answer.text);
}

/** Rows that say something: of a series its values that are not null. */
function rowsOf({ schema, data }: Frame): number {
  const last = data.values.at(-1) ?? [];
  return schema.fields.length === 2 ? last.filter((value) => value !== null).length : last.length;
}

/** Number of rows a panel gets, all its questions together. Fails on any that is refused. */
async function rows({ name, targets, from, step }: Question, run: string): Promise<number> {
  const queries = targets.map(({ refId, queryType, query }) => {
    const text = JSON.stringify(query).replaceAll('$project', project).replaceAll('$run', run);
    const timeRange = { from, to: 'now' };
    return { refId, queryType, timeRange, intervalMs: step, maxDataPoints: POINTS, query: JSON.parse(text) as unknown };
  });
  const { results } = (await json('POST', '/api/v1/query', { queries })) as {
    results: Record<string, { status: number; frames?: Frame[]; error?: string }>;
  };
  return Object.entries(results).reduce((sum, [refId, { status, frames = [], error }]) => {
    expect([status, error], `${name} ${refId}`).toEqual([200, undefined]);
    return sum + frames.reduce((all, frame) => all + rowsOf(frame), 0);
  }, 0);
}

it(
  'every panel of every dashboard is filled by the sample project',
  async () => {
    const begun = Date.now();
    let empty = QUESTIONS;
    while (empty.length > 0 && Date.now() - begun < LONGEST_MS) {
      await sleep(5000);
      const [run] = (await json('GET', `/api/v1/runs?project=${project}`)) as Array<{ id: string }>;
      const left: Question[] = [];
      for (const question of empty) {
        if ((await rows(question, run?.id ?? '')) === 0 && !MAY_BE_EMPTY.has(question.name)) {
          left.push(question);
        }
      }
      empty = left;
    }
    expect(empty.map(({ name }) => name)).toEqual([]);
  },
  LONGEST_MS + 30_000
);
