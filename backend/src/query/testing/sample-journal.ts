import { type DatabaseSync } from 'node:sqlite';
import { at, NOW_MINUTES, START } from '#contract/golden/sample/clock.ts';
import { BACKEND_SESSION, GIT_RUN, PAGES_SESSION, PROJECT, RUN, TAG } from '#contract/golden/sample/project.ts';
import { parentOf, SAMPLE_TASKS, type SampleTask } from '#contract/golden/sample/tasks.ts';
import { insert, memoryJournal } from './journal.ts';

/** The sample project of the golden answers, written into a real journal: what the handlers make of it must be those answers. */
export function sampleJournal(): DatabaseSync {
  const db = memoryJournal();
  insert(db, 'projects', {
    id: PROJECT,
    name: 'bookshelf',
    path: '/home/dev/bookshelf',
    tasks_file: '/home/dev/bookshelf/.taskmaster/tasks/tasks.json',
    current_tag: TAG,
    added_at: at(-20_000),
    last_at: at(239.5),
    open_run: RUN,
  });
  insert(db, 'runs', {
    id: RUN,
    project: PROJECT,
    source: 'observed',
    started_at: START,
    last_at: at(239.5),
    transitions: 17,
    finished: 6,
    failed: 1,
  });
  insert(db, 'runs', {
    id: GIT_RUN,
    project: PROJECT,
    source: 'git',
    started_at: at(-11_430),
    last_at: at(-11_190),
    ended_at: at(-11_190),
    end_reason: 'idle',
    transitions: 4,
  });
  sessions(db);
  SAMPLE_TASKS.forEach((task, position) => addTask(db, task, position));
  return db;
}

const AGENTS: Record<string, string> = { 'backend-agent': BACKEND_SESSION, 'pages-agent': PAGES_SESSION };

function sessions(db: DatabaseSync): void {
  const common = { project: PROJECT, run: RUN, model: 'claude-sonnet-4-5', cwd: '/home/dev/bookshelf' };
  insert(db, 'sessions', {
    ...common,
    id: BACKEND_SESSION,
    agent: 'backend-agent',
    started_at: START,
    last_at: at(239.5),
    prompts: 9,
    turns: 9,
    interruptions: 1,
    decisions_auto: 88,
    decisions_human: 5,
    decisions_rejected: 1,
  });
  insert(db, 'sessions', {
    ...common,
    id: PAGES_SESSION,
    agent: 'pages-agent',
    started_at: at(128),
    last_at: at(238),
    prompts: 4,
    turns: 4,
  });
  [41_000, 96_000, 120_000].forEach((durationMs, index) =>
    insert(db, 'events', {
      id: `turn-${index}`,
      at: at(20 + index),
      seen_at: at(20 + index),
      type: 'turn.ended',
      project: PROJECT,
      run: RUN,
      session: BACKEND_SESSION,
      agent: 'backend-agent',
      source: 'hook',
      data: { durationMs },
    })
  );
}

let seq = 1000;

function addTask(db: DatabaseSync, task: SampleTask, position: number): void {
  const ended = (task.attempts ?? []).filter(([, end]) => end !== undefined);
  const key = { project: PROJECT, tag: TAG, task_id: task.id };
  insert(db, 'tasks', {
    ...key,
    parent_id: parentOf(task.id),
    position,
    title: task.title,
    status: task.status,
    raw_status: task.raw,
    priority: task.priority,
    definition: { taskId: task.id, title: task.title },
    first_seen_at: at(-20_000),
    changed_at: at(task.last ?? -20_000),
    started_at: at(task.attempts?.[0]?.[0]),
    finished_at: at(task.finished),
    last_activity_at: at(task.last),
    last_run: task.last !== undefined && task.last >= 0 ? RUN : undefined,
    last_agent: task.agent,
    attempts: task.attempts?.length ?? 0,
    busy_ms: ended.length > 0 ? ended.reduce((sum, [start, end]) => sum + (end! - start) * 60_000, 0) : undefined,
  });
  (task.dependencies ?? []).forEach((raw, ordinal) => {
    const known = SAMPLE_TASKS.some((other) => other.id === raw);
    insert(db, 'dependencies', {
      ...key,
      ordinal,
      depends_on: known ? raw : undefined,
      raw,
      resolved: known,
      ambiguous: false,
    });
  });
  (task.attempts ?? []).forEach(([start, end, status], index) => {
    const session = AGENTS[task.agent ?? ''];
    insert(db, 'attempts', {
      id: seq++,
      ...key,
      run: RUN,
      number: index + 1,
      started_at: at(start),
      ended_at: at(end),
      status,
      source: 'status',
      session,
      agent: task.agent,
      detail: status === 'error' ? { reason: '3 of 41 tests failed' } : undefined,
    });
    insert(db, 'attributions', {
      session,
      from_at: at(start),
      until_at: at(end),
      ...key,
      attempt: index + 1,
      kind: 'status-change',
      rank: 1,
    });
  });
  const isParent = SAMPLE_TASKS.some((other) => parentOf(other.id) === task.id);
  if (task.usage && !isParent) {
    const [input, output, read, creation, cost] = task.usage;
    insert(db, 'usage', {
      session: AGENTS[task.agent ?? ''] ?? BACKEND_SESSION,
      at: at(task.last ?? NOW_MINUTES),
      reporter: 'api_request',
      model: 'claude-sonnet-4-5',
      input_tokens: input,
      output_tokens: output,
      cache_read_tokens: read,
      cache_creation_tokens: creation,
      cost_usd: cost,
      counted: true,
      ...key,
      run: RUN,
      evidence: task.evidence,
    });
  }
  if (!task.attempts && task.last !== undefined && task.last >= 0) {
    insert(db, 'transitions', {
      seq: seq++,
      ...key,
      run: RUN,
      at: at(task.last),
      from_status: 'pending',
      to_status: task.status,
      source: 'file',
      initial: false,
    });
  }
}
