import { type NewEvent } from '#contract/events.ts';
import { TASK_STATUSES } from '#contract/status.ts';
import { type StoreOptions } from '../../backend/src/store/types.ts';

/** What the crash test writes: the same for the same key, so that it can be sent again and looked for afterwards. */

const DAY = 86_400_000;
export const EVENTS_A_BATCH = 5;

export function optionsOf(dataDir: string): StoreOptions {
  return {
    dataDir,
    idleGapMs: 7_200_000,
    captureContents: false,
    retention: {
      metricsMs: 7 * DAY,
      metrics5mMs: 30 * DAY,
      metrics1hMs: 365 * DAY,
      tracesMs: 7 * DAY,
      logsMs: 7 * DAY,
      logErrorsMs: 7 * DAY,
    },
    readers: 1,
    maxQueuedBytes: 16_000_000,
  };
}

export function eventsOf(key: string): NewEvent[] {
  const [round = 0, number = 0] = key.split('-').map(Number);
  return Array.from({ length: EVENTS_A_BATCH }, (_, index) => ({
    id: `${key}-${index}`,
    type: 'task.status',
    at: Date.UTC(2026, 0, 1) + round * 60_000 + number * 10,
    project: `crash-${number % 2}`,
    tag: 'master',
    taskId: String((number + index) % 11),
    source: 'api',
    data: { to: TASK_STATUSES[(number * 3 + index + round) % TASK_STATUSES.length] },
  }));
}

/** Words are searched for, so that the key is one word. */
export function lineOf(key: string): string {
  return `crashline${key.replace('-', 'x')}`;
}

export function logsOf(key: string): unknown {
  const timeUnixNano = `${Date.now()}000000`;
  const record = { timeUnixNano, severityNumber: 9, body: { stringValue: lineOf(key) } };
  return { resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ logRecords: [record] }] }] };
}
