import { mock } from 'node:test';
import { type JournalEvent } from '#contract/events.ts';
import { type QueryAnswer } from '#contract/frames.ts';
import { Evaluator, type RuleChange } from '../../../alerts/evaluator/evaluator.ts';
import { grafanaGroups } from '../../../alerts/grafana/files.ts';
import { RULES } from '../../../alerts/rules/index.ts';
import { seededRandom } from '../../../backend/src/analysis/random.ts';
import { storeOptions } from '../../../backend/src/config.ts';
import { Metrics } from '../../../backend/src/metrics/metrics.ts';
import { refreshWorkMetrics } from '../../../backend/src/service/work-metrics.ts';
import { openStore } from '../../../backend/src/store/store.ts';
import { type Store } from '../../../backend/src/store/types.ts';
import { type MetricPoint } from '../../../backend/src/telemetry/types.ts';
import { testConfig } from '../../../backend/src/testing/service.ts';
import { HealthyProject, PROJECT } from './agents.ts';

/**
 * A noisy but healthy day, played through the service's own journal, metrics and store with the clock in hand, and every rule
 * evaluated once a minute of it. What fires is a false alarm.
 */

const MINUTE = 60_000;
const STEP_MS = 30_000;
/** Two pauses a day in which nobody does anything, hours from the beginning. */
const PAUSES = [
  [4, 4.75],
  [9, 10],
];

export interface DayOptions {
  hours: number;
  seed: number;
  agents?: number;
}

export interface Day {
  /** Alarms that fired, with the hour. */
  alarms: Array<{ uid: string; hour: number; labels: Readonly<Record<string, string>>; values: RuleChange['values'] }>;
  events: number;
  evaluations: number;
}

const asked = new Set(RULES.flatMap(({ condition }) => Object.values(condition.terms).map(({ metric }) => metric)));
/** The series of moments are asked for, too. */
const wanted = (name: string) => asked.has(name) || /_timestamp_seconds$/.test(name);

export async function playDay({ hours, seed, agents = 3 }: DayOptions): Promise<Day> {
  const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - (hours + 1) * 60 * MINUTE;
  const store = await openStore(storeOptions(testConfig()));
  mock.timers.enable({ apis: ['Date'], now: start });
  try {
    return await play(store, start, hours, seededRandom(seed), agents);
  } finally {
    mock.timers.reset();
    await store.close();
  }
}

async function play(store: Store, start: number, hours: number, random: () => number, agents: number): Promise<Day> {
  const metrics = new Metrics('local');
  refreshWorkMetrics(metrics, store, { [PROJECT]: 10_000 });
  const project = new HealthyProject(random, agents);
  const evaluator = new Evaluator(grafanaGroups().groups, async (queries) => {
    const answer = await store.query({ queries });
    return JSON.parse(Buffer.from(answer).toString('utf8')) as QueryAnswer;
  });
  const day: Day = { alarms: [], events: 0, evaluations: 0 };
  const append = inOrder(store, random, (events) => {
    metrics.count(events);
    day.events += events.length;
  });
  await append(project.begin(start));
  for (let at = start + STEP_MS; at <= start + hours * 60 * MINUTE; at += STEP_MS) {
    mock.timers.setTime(at);
    const hour = (at - start) / (60 * MINUTE);
    const pause = PAUSES.some(([from, to]) => hour >= from! && hour < to!);
    await append(project.between(at - STEP_MS, at, pause));
    const own = (await metrics.points(at)).filter(({ name }) => wanted(name));
    await store.record([...own, ...machine(at, random), ...requests(metrics, random)]);
    if ((at - start) % MINUTE === 0) {
      day.evaluations += 1;
      for (const { uid, to, labels, values } of await evaluator.evaluate(at)) {
        if (to === 'Alerting') {
          day.alarms.push({ uid, hour, labels, values });
        }
      }
    }
  }
  return day;
}

/** Appends, and hands over what the journal made of it as if it had learnt of it a little after it happened. */
function inOrder(store: Store, random: () => number, take: (events: JournalEvent[]) => void) {
  const waiting: JournalEvent[] = [];
  store.onEvents((events) => waiting.push(...events));
  return async (events: Parameters<Store['append']>[0]) => {
    if (events.length === 0) {
      return;
    }
    const { seq } = await store.append(events);
    while ((waiting.at(-1)?.seq ?? 0) < seq) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    take(waiting.splice(0).map((event) => ({ ...event, seenAt: event.at + lag(random) })));
  };
}

/** Mostly a batch of a few seconds, now and then an exporter that was away for a while, ms. */
const lag = (random: () => number) => (random() < 0.01 ? random() * 90_000 : random() * 6000);

/** A machine at work: a restless CPU with builds in it, memory that comes and goes, a disk that fills slowly. */
function machine(at: number, random: () => number): MetricPoint[] {
  const building = Math.sin(at / (17 * MINUTE)) > 0.8 && random() < 0.8;
  const used = { cpu: building ? 85 + random() * 15 : 15 + random() * 45, memory: 48 + random() * 18, disk: 62 };
  return [
    ...Object.entries(used).map(([resource, value]) =>
      gauge('resource_utilization_percentage', { resource_type: resource, environment: 'local' }, at, value)
    ),
    ...['service', 'journal', 'metrics', 'disk'].map((component) =>
      gauge('framework_health_status', { component, environment: 'local' }, at, random() < 0.002 ? 0.5 : 1)
    ),
  ];
}

/** Requests to the service: quick, with a few large dashboards among them. They count with the next recording. */
function requests(metrics: Metrics, random: () => number): MetricPoint[] {
  for (let count = 0; count < 20; count += 1) {
    const seconds = random() < 0.02 ? 0.1 + random() * 0.5 : 0.002 + random() * 0.03;
    metrics.requests.answered('POST', '/api/v1/query', random() < 0.005 ? 401 : 200, seconds, 5000);
  }
  return [];
}

function gauge(name: string, labels: Record<string, string>, at: number, value: number): MetricPoint {
  return { name, labels, kind: 'gauge', at, value, origin: {} };
}
