import { at, START } from './clock.ts';
import { BACKEND_SESSION, PAGES_SESSION, PROJECT, rowId, RUN } from './project.ts';
import { parentOf, SAMPLE_TASKS } from './tasks.ts';

/** The run as rows of a timeline: tasks with their attempts, sessions with their agents and tool calls, and points. */

const runRow = {
  id: `run/${RUN}`,
  lane: 'Runs',
  kind: 'run',
  name: 'Run of 2026-11-20 08:00',
  start: START,
  status: 'running',
  attributes: { project: PROJECT, source: 'observed' },
};

const worked = SAMPLE_TASKS.filter((task) => task.attempts);

const taskRows = worked.map((task) => {
  const parent = parentOf(task.id);
  const last = task.attempts!.at(-1)!;
  return {
    id: rowId(task.id),
    parentId: parent && rowId(parent),
    lane: `${task.id} ${task.title}`,
    kind: 'task',
    name: `${task.id} ${task.title}`,
    start: at(task.attempts![0]![0]),
    end: at(last[1]),
    status: task.status,
    taskId: task.id,
    agent: task.agent,
    attributes: { dependencies: (task.dependencies ?? []).map(rowId), priority: task.priority ?? null },
  };
});

const attemptRows = worked.flatMap((task) =>
  task.attempts!.map(([start, end, outcome], index) => ({
    id: `${rowId(task.id)}#${index + 1}`,
    parentId: rowId(task.id),
    lane: `${task.id} ${task.title}`,
    kind: 'attempt',
    name: `Attempt ${index + 1}`,
    start: at(start),
    end: at(end),
    status: outcome,
    taskId: task.id,
    attempt: index + 1,
    agent: task.agent,
    attributes: outcome === 'error' ? { reason: '3 of 41 tests failed' } : {},
  }))
);

const session = (id: string, name: string, start: number, prompts: number) => ({
  id: `session/${id}`,
  parentId: runRow.id,
  lane: name,
  kind: 'agent',
  name,
  start: at(start),
  status: 'running',
  agent: name,
  model: 'claude-sonnet-4-5',
  attributes: { session: id, prompts },
});

const agentRows = [
  session(BACKEND_SESSION, 'backend-agent', 0, 9),
  session(PAGES_SESSION, 'pages-agent', 128, 4),
  {
    id: `agent/${BACKEND_SESSION}/a1`,
    parentId: `session/${BACKEND_SESSION}`,
    lane: 'backend-agent',
    kind: 'agent',
    name: 'test-writer',
    start: at(206),
    end: at(214),
    status: 'ok',
    taskId: '3.2',
    agent: 'test-writer',
    model: 'claude-haiku-4-5',
    attributes: { session: BACKEND_SESSION, toolUses: 7 },
  },
];

type Call = [session: string, id: string, tool: string, start: number, seconds: number | undefined, taskId: string];

// prettier-ignore
const calls: Call[] = [
  [BACKEND_SESSION, 'toolu_01', 'Bash', 2, 41, '1'],
  [BACKEND_SESSION, 'toolu_02', 'Write', 33, 0.2, '2.1'],
  [BACKEND_SESSION, 'toolu_03', 'Edit', 57, 0.3, '2.2'],
  [BACKEND_SESSION, 'toolu_04', 'Bash', 118, 340, '3.2'],
  [BACKEND_SESSION, 'toolu_05', 'Agent', 206, 480, '3.2'],
  [BACKEND_SESSION, 'toolu_06', 'Bash', 239, undefined, '3.2'],
  [PAGES_SESSION, 'toolu_07', 'Read', 132, 0.1, '4.1'],
  [PAGES_SESSION, 'toolu_08', 'Edit', 229, 0.4, '4.2'],
];

const toolRows = calls.map(([owner, id, tool, start, seconds, taskId]) => ({
  id: `tool/${owner}/${id}`,
  parentId: `session/${owner}`,
  lane: owner === BACKEND_SESSION ? 'backend-agent' : 'pages-agent',
  kind: 'tool',
  name: tool,
  start: at(start),
  end: seconds === undefined ? undefined : at(start) + seconds * 1000,
  status: seconds === undefined ? 'running' : id === 'toolu_04' ? 'error' : 'ok',
  taskId,
  agent: owner === BACKEND_SESSION ? 'backend-agent' : 'pages-agent',
  attributes: id === 'toolu_04' ? { session: owner, errorType: 'ShellError' } : { session: owner },
}));

/** Transitions whose beginning nobody saw. */
const markerRows = [
  { seq: 61, minute: 28, taskId: '15', from: 'pending', to: 'completed' },
  { seq: 74, minute: 40, taskId: '10', from: 'pending', to: 'blocked' },
  { seq: 75, minute: 42, taskId: '11', from: 'pending', to: 'deferred' },
  { seq: 240, minute: 160, taskId: '14', from: 'pending', to: 'review' },
].map(({ seq, minute, taskId, from, to }) => {
  const task = SAMPLE_TASKS.find((one) => one.id === taskId)!;
  return {
    id: `transition/${seq}`,
    lane: `${taskId} ${task.title}`,
    kind: 'marker',
    name: `${from} → ${to}`,
    start: at(minute),
    end: at(minute),
    status: to,
    taskId,
    attributes: { from, to, source: 'file' },
  };
});

export const TIMELINE_ROWS = [runRow, ...taskRows, ...attemptRows, ...agentRows, ...toolRows, ...markerRows].sort(
  (a, b) => a.start - b.start
);
