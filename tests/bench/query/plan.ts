import { createHash } from 'node:crypto';

/** How a large store is shared out among its parts. Everything follows from numbers, so that two fillings are the same. */
export interface Plan {
  /** End of the data, epoch ms. */
  now: number;
  days: number;
  tasks: number;
  sessions: number;
  journalEvents: number;
  metricPoints: number;
  spans: number;
  logs: number;
}

const DAY_MS = 86_400_000;

/** One part in seven is journal, the rest telemetry. Logs and spans are kept 7 days, so the store spans no more. */
export function planOf(events: number, now: number, tasks = 5000): Plan {
  return {
    now,
    days: 6,
    tasks,
    sessions: Math.max(10, Math.round(events / 4000)),
    journalEvents: Math.round(events * 0.15),
    metricPoints: Math.round(events * 0.45),
    spans: Math.round(events * 0.2),
    logs: Math.round(events * 0.2),
  };
}

export const PROJECT = 'warehouse-0badcafe';
export const TAG = 'master';
export const RUN_MS = 6 * 3_600_000;

export const startOf = (plan: Plan) => plan.now - plan.days * DAY_MS;
export const runId = (at: number) => `${PROJECT}.${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

/** The run a moment lies in: one every six hours. */
export const runAt = (plan: Plan, at: number) =>
  runId(startOf(plan) + Math.floor((at - startOf(plan)) / RUN_MS) * RUN_MS);

export const sessionId = (index: number) =>
  createHash('sha256')
    .update(`session ${index}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** Sessions follow each other, three at a time. */
export function sessionSpan(plan: Plan, index: number): { start: number; end: number } {
  const length = (plan.days * DAY_MS * 3) / plan.sessions;
  const start = startOf(plan) + Math.floor(index / 3) * length;
  return { start: Math.floor(start), end: Math.floor(Math.min(plan.now, start + length)) };
}

/** 1, 1.1 … 1.4, 2, 2.1 …: a fifth are tasks, the rest their subtasks. */
export function taskIdAt(index: number): string {
  const parent = Math.floor(index / 5) + 1;
  return index % 5 === 0 ? String(parent) : `${parent}.${index % 5}`;
}

/** The task a session works on at a moment of its time. */
export function taskOfSession(plan: Plan, session: number, share: number): string {
  const done = Math.floor(plan.tasks * 0.7);
  const index = Math.floor(((session + share) / plan.sessions) * done);
  return taskIdAt(index % 5 === 0 ? index + 1 : index);
}

/** A cheap even spread of whole numbers: the fractional parts of multiples of the golden ratio (Weyl sequence). */
export const spread = (index: number) => (index * 0.618_033_988_749_895) % 1;
