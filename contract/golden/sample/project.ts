import { at, NOW, START } from './clock.ts';

/** A small project that looks like a real one: a lending library for books, worked on by two agents. */
export const PROJECT = 'bookshelf-1a2b3c4d';
export const TAG = 'master';
export const RUN = `${PROJECT}.20261120T080000Z`;
export const GIT_RUN = `${PROJECT}.20261112T093000Z.git`;

/** Agent sessions: one on the server side, one on the pages. */
export const BACKEND_SESSION = '0c6a3f52-7f0b-4f4e-9c56-1d2f8a90b7e1';
export const PAGES_SESSION = '5b1e9d34-21c8-4c0e-8f0a-6a7c3b2d1e9f';

export const rowId = (taskId: string) => `${PROJECT}/${TAG}/${taskId}`;

export const USAGE_OF_RUN = {
  inputTokens: 48_210,
  outputTokens: 61_340,
  cacheReadTokens: 1_914_000,
  cacheCreationTokens: 182_400,
  costUsd: 2.7143,
};

const NO_USAGE = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheCreationTokens: 0, costUsd: 0 };

export const PROJECT_ROWS = [
  {
    id: PROJECT,
    name: 'bookshelf',
    path: '/home/dev/bookshelf',
    currentTag: TAG,
    tags: [TAG, 'experiments'],
    state: 'ok',
    tasks: 19,
    finished: 6,
    progress: 6 / 19,
    running: 2,
    openRun: RUN,
    lastActivityAt: at(239.5),
    ...USAGE_OF_RUN,
  },
  {
    id: 'old-notes-9f8e7d6c',
    name: 'old-notes',
    path: '/home/dev/old-notes',
    currentTag: TAG,
    tags: [TAG],
    state: 'broken',
    problem: 'tasks.json is not JSON: unexpected end of file in line 214. The last good state is shown.',
    tasks: 8,
    finished: 8,
    progress: 1,
    running: 0,
    lastActivityAt: at(-4320),
    ...NO_USAGE,
  },
];

export const RUN_ROWS = [
  {
    id: RUN,
    project: PROJECT,
    source: 'observed',
    state: 'open',
    startedAt: START,
    durationMs: NOW - START,
    transitions: 17,
    finished: 6,
    failed: 1,
    sessions: 2,
    ...USAGE_OF_RUN,
  },
  {
    id: GIT_RUN,
    project: PROJECT,
    source: 'git',
    state: 'closed',
    startedAt: at(-11_430),
    endedAt: at(-11_190),
    endReason: 'idle',
    transitions: 4,
    finished: 0,
    failed: 0,
    sessions: 0,
    ...NO_USAGE,
  },
];

export const CHECKPOINT_ROWS = [
  {
    id: `${RUN}/1`,
    project: PROJECT,
    run: RUN,
    createdAt: at(75),
    reason: 'task-end',
    valid: true,
    sizeBytes: 18_220,
    tasksDone: 3,
    tasksOpen: 16,
    host: 'builder',
    cpuPercent: 42.5,
    memoryBytes: 734_003_200,
    memoryPercent: 4.3,
  },
  {
    id: `${RUN}/2`,
    project: PROJECT,
    run: RUN,
    createdAt: at(80),
    reason: 'interval',
    valid: false,
    sizeBytes: 18_231,
    tasksDone: 3,
    tasksOpen: 16,
  },
];
