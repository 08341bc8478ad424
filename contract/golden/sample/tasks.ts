import { at, minutes, NOW_MINUTES } from './clock.ts';
import { PROJECT, rowId, RUN, TAG } from './project.ts';

/** What is written down by hand about a task; times in minutes since the run began. */
export interface SampleTask {
  id: string;
  title: string;
  status: string;
  raw?: string;
  priority?: string;
  /** As the file names them; `99` is not there. */
  dependencies?: string[];
  progress: number;
  ready?: boolean;
  blockedBy?: string;
  critical?: boolean;
  problem?: string;
  inCycle?: boolean;
  /** Tries: [start, end, outcome]; no end while running. */
  attempts?: Array<[start: number, end: number | undefined, outcome: 'ok' | 'error' | 'running']>;
  finished?: number;
  last?: number;
  agent?: string;
  /** input, output, cache read, cache creation, US dollars. A parent shows the sum over its subtasks. */
  usage?: [number, number, number, number, number];
  evidence?: string;
}

const BACKEND = 'backend-agent';
const PAGES = 'pages-agent';
const seen = 'status-change';

// prettier-ignore
export const SAMPLE_TASKS: readonly SampleTask[] = [
  { id: '1', title: 'Set up the repository and CI', status: 'done', raw: 'done', priority: 'high', progress: 1, attempts: [[0, 25, 'ok']], finished: 25, last: 25, agent: BACKEND, usage: [4100, 5200, 151_000, 18_000, 0.2431], evidence: seen },
  { id: '2', title: 'Design the database schema', status: 'done', raw: 'done', priority: 'high', dependencies: ['1'], progress: 1, attempts: [[30, 75, 'ok']], finished: 75, last: 75, agent: BACKEND, usage: [9800, 12_440, 402_000, 41_200, 0.5612], evidence: seen },
  { id: '2.1', title: 'Tables for books and copies', status: 'done', raw: 'done', priority: 'high', progress: 1, attempts: [[31, 53, 'ok']], finished: 53, last: 53, agent: BACKEND, usage: [5200, 7010, 218_000, 22_600, 0.3104], evidence: seen },
  { id: '2.2', title: 'Tables for members and loans', status: 'done', raw: 'done', priority: 'high', dependencies: ['2.1'], progress: 1, attempts: [[55, 73, 'ok']], finished: 73, last: 73, agent: BACKEND, usage: [4600, 5430, 184_000, 18_600, 0.2508], evidence: seen },
  { id: '3', title: 'Build the catalogue API', status: 'in-progress', raw: 'in-progress', priority: 'high', dependencies: ['2'], progress: 1 / 3, attempts: [[80, undefined, 'running']], last: 239.5, agent: BACKEND, usage: [18_210, 22_800, 704_000, 66_000, 0.9914], evidence: seen },
  { id: '3.1', title: 'Read endpoints', status: 'done', raw: 'done', priority: 'high', progress: 1, attempts: [[82, 103, 'ok']], finished: 103, last: 103, agent: BACKEND, usage: [5010, 6300, 190_000, 19_000, 0.2702], evidence: seen },
  { id: '3.2', title: 'Write endpoints with validation', status: 'in-progress', raw: 'in-progress', priority: 'high', dependencies: ['3.1'], progress: 0, attempts: [[110, 124, 'error'], [205, undefined, 'running']], last: 239.5, agent: BACKEND, usage: [13_200, 16_500, 514_000, 47_000, 0.7212], evidence: seen },
  { id: '3.3', title: 'Paging and sorting', status: 'pending', raw: 'pending', priority: 'medium', dependencies: ['3.2'], progress: 0, blockedBy: '3.2' },
  { id: '4', title: 'Sign in by e-mail link', status: 'in-progress', raw: 'in-progress', priority: 'high', dependencies: ['1'], progress: 1 / 3, critical: true, attempts: [[130, undefined, 'running']], last: 238, agent: PAGES, usage: [9100, 11_900, 377_000, 33_200, 0.5186], evidence: seen },
  { id: '4.1', title: 'Send the link', status: 'done', raw: 'done', priority: 'high', progress: 1, attempts: [[131, 151, 'ok']], finished: 151, last: 151, agent: PAGES, usage: [4300, 5600, 171_000, 15_200, 0.2396], evidence: seen },
  { id: '4.2', title: 'Accept the link once', status: 'in-progress', raw: 'in-progress', priority: 'high', dependencies: ['4.1'], progress: 0, critical: true, attempts: [[225, undefined, 'running']], last: 238, agent: PAGES, usage: [4800, 6300, 206_000, 18_000, 0.279], evidence: 'only-in-progress' },
  { id: '4.3', title: 'Sign out everywhere', status: 'pending', raw: 'pending', priority: 'low', dependencies: ['4.2'], progress: 0, blockedBy: '4.2', critical: true },
  { id: '5', title: 'Lend and return books', status: 'pending', raw: 'pending', priority: 'high', dependencies: ['3', '4'], progress: 0, blockedBy: '3,4', critical: true },
  { id: '5.1', title: 'Lend a copy', status: 'pending', raw: 'pending', priority: 'high', progress: 0, blockedBy: '3,4', critical: true },
  { id: '5.2', title: 'Return a copy', status: 'pending', raw: 'todo', priority: 'high', dependencies: ['5.1'], progress: 0, blockedBy: '5.1,3,4', critical: true },
  { id: '6', title: 'Search by title and author', status: 'pending', raw: 'pending', priority: 'medium', dependencies: ['3', '99'], progress: 0, blockedBy: '3,99', problem: 'Depends on 99, which is not in the file.' },
  { id: '7', title: 'Import the old spreadsheet', status: 'pending', raw: 'pending', priority: 'medium', dependencies: ['2'], progress: 0, ready: true },
  { id: '8', title: 'Remind members of due dates', status: 'pending', raw: 'pending', priority: 'medium', dependencies: ['9'], progress: 0, blockedBy: '9', inCycle: true, problem: 'Part of a dependency cycle: 8, 9.' },
  { id: '9', title: 'Templates for e-mails', status: 'pending', raw: 'pending', priority: 'low', dependencies: ['8'], progress: 0, blockedBy: '8', inCycle: true, problem: 'Part of a dependency cycle: 8, 9.' },
  { id: '10', title: 'Texts the law asks for', status: 'blocked', raw: 'on-hold', priority: 'medium', progress: 0, last: 40 },
  { id: '11', title: 'Layout for telephones', status: 'deferred', raw: 'deferred', priority: 'low', progress: 0, last: 42 },
  { id: '12', title: 'Export as XML', status: 'cancelled', raw: 'deprecated', priority: 'low', progress: 0, last: -7200 },
  { id: '13', title: 'Go live', status: 'pending', raw: 'pending', priority: 'critical', dependencies: ['5', '6'], progress: 0, blockedBy: '5,6', critical: true },
  { id: '14', title: 'Check the pages with a screen reader', status: 'review', raw: 'review', dependencies: ['1'], progress: 0, last: 160, agent: PAGES },
  { id: '15', title: 'Write logs as JSON', status: 'completed', raw: 'completed', priority: 'low', dependencies: ['1'], progress: 1, finished: 28, last: 28, agent: BACKEND, usage: [1000, 1200, 40_000, 4000, 0.058], evidence: 'resource' },
];

const LEAF_MS = minutes(21);

/** What comparable tasks took: for a parent, over its counted subtasks; nothing is expected of what is set aside. */
function expected(task: SampleTask): number | undefined {
  if (task.status === 'deferred' || task.status === 'cancelled') {
    return undefined;
  }
  const children = SAMPLE_TASKS.filter((other) => parentOf(other.id) === task.id);
  return LEAF_MS * Math.max(1, children.length);
}

export function parentOf(id: string): string | undefined {
  return id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : undefined;
}

/** Time in attempts; the running one counts up to now. */
export function busyMs(task: SampleTask): number | undefined {
  return task.attempts?.reduce((sum, [start, end]) => sum + minutes((end ?? NOW_MINUTES) - start), 0);
}

export const TASK_ROWS = SAMPLE_TASKS.map((task) => ({
  id: rowId(task.id),
  project: PROJECT,
  tag: TAG,
  run: task.last !== undefined && task.last >= 0 ? RUN : undefined,
  taskId: task.id,
  parentId: parentOf(task.id),
  title: task.title,
  status: task.status,
  rawStatus: task.raw,
  priority: task.priority,
  progress: task.progress,
  ready: task.ready ?? false,
  blockedBy: task.blockedBy,
  attempts: task.attempts?.length ?? 0,
  startedAt: at(task.attempts?.[0]?.[0]),
  finishedAt: at(task.finished),
  durationMs: busyMs(task),
  expectedMs: expected(task),
  lastActivityAt: at(task.last),
  agent: task.agent,
  inputTokens: task.usage?.[0] ?? 0,
  outputTokens: task.usage?.[1] ?? 0,
  cacheReadTokens: task.usage?.[2] ?? 0,
  cacheCreationTokens: task.usage?.[3] ?? 0,
  costUsd: task.usage?.[4] ?? 0,
  evidence: task.evidence,
}));
