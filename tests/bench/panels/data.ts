import { type FrameJson } from '../../browser/support/fake-service.ts';

/** Made-up projects of any size; the same seed gives the same project. */

/** A repeatable source of numbers in [0, 1): mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const STATUSES = ['done', 'done', 'done', 'in-progress', 'review', 'pending', 'pending', 'blocked', 'failed'];
const VERBS = ['Build', 'Test', 'Design', 'Review', 'Measure'];
const THINGS = ['parser', 'journal', 'panel', 'engine', 'exporter', 'queue', 'page'];

type Columns = Record<string, [type: string, values: unknown[]]>;

function frame(name: string, columns: Columns): FrameJson {
  const entries = Object.entries(columns);
  return {
    schema: { name, fields: entries.map(([field, [type]]) => ({ name: field, type })) },
    data: { values: entries.map(([, [, values]]) => values) },
  };
}

/** Dependencies reach this many tasks back at most: projects grow in phases, they are no random graph. */
const REACH = 60;

/** Nodes and edges without cycles: every edge goes from an earlier task to a later one. */
export function graphFrames(tasks: number, edges: number, seed = 1): FrameJson[] {
  const random = seeded(seed);
  const ids = Array.from({ length: tasks }, (_, index) => String(index + 1));
  const seen = new Set<string>();
  const source: string[] = [];
  const target: string[] = [];
  while (seen.size < edges) {
    const from = Math.floor(random() * (tasks - 1));
    const to = from + 1 + Math.floor(random() * Math.min(REACH, tasks - 1 - from));
    const id = `${from}>${to}`;
    if (!seen.has(id)) {
      seen.add(id);
      source.push(ids[from]!);
      target.push(ids[to]!);
    }
  }
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!;
  return [
    frame('nodes', {
      id: ['string', ids],
      title: ['string', ids.map((id) => `${id} ${pick(VERBS)} the ${pick(THINGS)}`)],
      status: ['string', ids.map((_, index) => (index < tasks * 0.4 ? 'done' : pick(STATUSES)))],
      progress: ['number', ids.map(() => Math.round(random() * 100) / 100)],
    }),
    frame('edges', { id: ['string', [...seen]], source: ['string', source], target: ['string', target] }),
  ];
}

/** Start of every timeline, epoch ms, and how long it lasts. */
export const START = Date.parse('2026-11-20T08:00:00Z');
export const LENGTH = 8 * 3_600_000;

/** Tasks with attempts, agents and tool calls below them: `lanes` lanes holding `spans` spans, nearly all of them tool calls. */
export function timelineFrames(spans: number, lanes: number, seed = 2): FrameJson[] {
  const random = seeded(seed);
  const columns: Record<string, unknown[]> = {
    id: [],
    parentId: [],
    lane: [],
    kind: [],
    name: [],
    start: [],
    end: [],
    status: [],
    taskId: [],
    agent: [],
    model: [],
  };
  const add = (row: Record<string, unknown>) => {
    for (const [name, values] of Object.entries(columns)) {
      values.push(row[name] ?? null);
    }
  };
  const perTask = 4; // lanes of one task: itself, an attempt, an agent, its tools
  const tasks = Math.max(1, Math.floor(lanes / perTask));
  const calls = Math.max(0, Math.floor((spans - tasks * 3) / tasks));
  for (let task = 0; task < tasks; task++) {
    const start = START + Math.floor(random() * LENGTH * 0.8);
    const length = Math.floor(LENGTH * (0.05 + random() * 0.15));
    const taskId = String(task + 1);
    const agent = `agent-${task % 7}`;
    const status = random() < 0.1 ? 'failed' : 'done';
    const common = { start, end: start + length, status, taskId, agent, model: `model-${task % 3}` };
    add({ ...common, id: `t${task}`, lane: `Task ${taskId}`, kind: 'task', name: `Task ${taskId}` });
    add({
      ...common,
      id: `a${task}`,
      parentId: `t${task}`,
      lane: `Task ${taskId} attempt`,
      kind: 'attempt',
      name: 'Attempt 1',
    });
    add({ ...common, id: `g${task}`, parentId: `a${task}`, lane: `Task ${taskId} agent`, kind: 'agent', name: agent });
    const step = length / Math.max(1, calls);
    for (let call = 0; call < calls; call++) {
      const from = start + Math.floor(call * step);
      const name = ['Read', 'Edit', 'Bash', 'Grep'][Math.floor(random() * 4)]!;
      add({
        ...common,
        id: `c${task}.${call}`,
        parentId: `g${task}`,
        lane: `Task ${taskId} tools`,
        kind: 'tool',
        name,
        start: from,
        end: from + Math.max(1, Math.floor(step * random())),
        status: random() < 0.03 ? 'error' : 'ok',
      });
    }
  }
  const types: Record<string, string> = { start: 'time', end: 'time' };
  return [
    frame(
      'timeline',
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [types[name] ?? 'string', values]]))
    ),
  ];
}
