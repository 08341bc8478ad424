import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { migrate } from '../../../backend/src/journal/open/migrate.ts';
import {
  type Plan,
  PROJECT,
  RUN_MS,
  runAt,
  runId,
  sessionId,
  sessionSpan,
  spread,
  startOf,
  TAG,
  taskIdAt,
  taskOfSession,
} from './plan.ts';

/** Writes a large journal straight into its tables; ten times faster than through its door, and the same to a reader. */
export function fillJournal(dataDir: string, plan: Plan): void {
  const file = join(dataDir, 'journal.db');
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000');
  migrate(db, file);
  db.exec('BEGIN');
  const insert = inserter(db);
  projectAndRuns(insert, plan);
  tasks(insert, plan);
  sessions(insert, plan);
  db.exec('COMMIT');
  events(db, insert, plan);
  db.exec('ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

type Insert = (table: string, row: Record<string, SQLInputValue>) => void;

function inserter(db: DatabaseSync): Insert {
  const known = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return (table, row) => {
    const names = Object.keys(row);
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    let statement = known.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      known.set(sql, statement);
    }
    statement.run(...Object.values(row));
  };
}

function projectAndRuns(insert: Insert, plan: Plan): void {
  const first = startOf(plan);
  const runs = Math.ceil((plan.now - first) / RUN_MS);
  insert('projects', {
    id: PROJECT,
    name: 'warehouse',
    path: '/srv/warehouse',
    tasks_file: '/srv/warehouse/.taskmaster/tasks/tasks.json',
    current_tag: TAG,
    added_at: first,
    last_at: plan.now,
    open_run: runId(first + (runs - 1) * RUN_MS),
  });
  for (let run = 0; run < runs; run += 1) {
    const start = first + run * RUN_MS;
    const isOpen = run === runs - 1;
    insert('runs', {
      id: runId(start),
      project: PROJECT,
      source: 'observed',
      started_at: start,
      last_at: Math.min(plan.now, start + RUN_MS - 1),
      ended_at: isOpen ? null : start + RUN_MS - 1,
      end_reason: isOpen ? null : 'idle',
    });
  }
}

/** 70 % finished, a handful in progress, the rest open, each waiting for one or two before it; one cycle, some dangling. */
function tasks(insert: Insert, plan: Plan): void {
  const done = Math.floor(plan.tasks * 0.7);
  const first = startOf(plan);
  const each = (plan.now - first) / done;
  const details = 'What has to be done, in some detail, as these files have it. '.repeat(20);
  for (let index = 0; index < plan.tasks; index += 1) {
    const taskId = taskIdAt(index);
    const isSubtask = taskId.includes('.');
    const status = index < done ? 'done' : index < done + 12 ? 'in-progress' : 'pending';
    const start = Math.floor(first + each * Math.min(index, done - 1));
    const end = status === 'done' ? Math.min(plan.now, Math.floor(start + each * (0.5 + 4 * spread(index)))) : null;
    const key = { project: PROJECT, tag: TAG, task_id: taskId };
    insert('tasks', {
      ...key,
      parent_id: isSubtask ? taskId.split('.')[0]! : null,
      position: index,
      title: `Part ${taskId} of the warehouse`,
      status,
      raw_status: status,
      priority: ['high', 'medium', 'low'][index % 3]!,
      complexity: 1 + (index % 10),
      definition: JSON.stringify({ taskId, title: `Part ${taskId}`, details }),
      first_seen_at: first,
      changed_at: end ?? start,
      started_at: status === 'pending' ? null : start,
      finished_at: end,
      last_activity_at: end ?? start,
      last_run: runAt(plan, start),
      last_agent: 'builder',
      attempts: status === 'pending' ? 0 : 1,
      busy_ms: end === null ? null : end - start,
    });
    const parents = isSubtask
      ? [index % 5 > 1 ? taskIdAt(index - 1) : undefined]
      : [taskIdAt(Math.max(0, index - 5 * (1 + (index % 7)))), taskIdAt(Math.max(0, index - 50))];
    const wanted = index === plan.tasks - 5 ? ['9999', taskIdAt(plan.tasks - 10)] : parents;
    wanted.forEach((on, ordinal) => {
      if (on !== undefined && on !== taskId) {
        const isThere = on !== '9999';
        insert('dependencies', {
          ...key,
          ordinal,
          depends_on: isThere ? on : null,
          raw: on,
          resolved: isThere ? 1 : 0,
          ambiguous: 0,
        });
      }
    });
    if (status !== 'pending') {
      work(insert, plan, index, key, start, end);
    }
  }
}

function work(
  insert: Insert,
  plan: Plan,
  index: number,
  key: { project: string; tag: string; task_id: string },
  start: number,
  end: number | null
): void {
  const session = sessionId(Math.min(plan.sessions - 1, Math.floor(spread(index) * plan.sessions)));
  const run = runAt(plan, start);
  insert('attempts', {
    ...key,
    run,
    number: 1,
    started_at: start,
    ended_at: end,
    status: end === null ? 'running' : 'ok',
    source: 'status',
    session,
    agent: 'builder',
  });
  insert('transitions', {
    seq: index * 2 + 1,
    ...key,
    run,
    at: start,
    from_status: 'pending',
    to_status: 'in-progress',
    source: 'file',
    initial: 0,
  });
  if (end !== null) {
    insert('transitions', {
      seq: index * 2 + 2,
      ...key,
      run,
      at: end,
      from_status: 'in-progress',
      to_status: 'done',
      source: 'file',
      initial: 0,
    });
  }
}

function sessions(insert: Insert, plan: Plan): void {
  for (let index = 0; index < plan.sessions; index += 1) {
    const { start, end } = sessionSpan(plan, index);
    const id = sessionId(index);
    insert('sessions', {
      id,
      project: PROJECT,
      run: runAt(plan, start),
      agent: ['builder', 'tester', 'writer'][index % 3]!,
      model: 'claude-sonnet-4-5',
      started_at: start,
      last_at: end,
      ended_at: end < plan.now ? end : null,
      prompts: 4,
      turns: 12,
      turn_ms: 900_000,
      interruptions: index % 4 === 0 ? 1 : 0,
      decisions_auto: 80,
      decisions_human: 6,
      tool_calls: 90,
    });
    for (let part = 0; part < 4; part += 1) {
      insert('attributions', {
        session: id,
        from_at: Math.floor(start + ((end - start) * part) / 4),
        until_at: Math.floor(start + ((end - start) * (part + 1)) / 4),
        project: PROJECT,
        tag: TAG,
        task_id: taskOfSession(plan, index, part / 4),
        attempt: 1,
        kind: 'status-change',
        rank: 1,
      });
      insert('agents', {
        session: id,
        id: `a${part}`,
        type: 'test-writer',
        started_at: start + part * 1000,
        ended_at: end,
        status: 'ok',
        tool_uses: 9,
      });
    }
  }
}

/** What sessions report, in order of time: tool calls with start and end, requests, and now and then a turn or a failure. */
function events(db: DatabaseSync, insert: Insert, plan: Plan): void {
  const perSession = Math.floor(plan.journalEvents / plan.sessions);
  db.exec('BEGIN');
  for (let index = 0; index < plan.sessions; index += 1) {
    const { start, end } = sessionSpan(plan, index);
    const session = sessionId(index);
    for (let step = 0; step < perSession; step += 1) {
      const share = step / perSession;
      const at = Math.floor(start + (end - start) * share);
      const taskId = taskOfSession(plan, index, share);
      const { type, data } = eventAt(insert, plan, session, taskId, step, at);
      insert('events', {
        id: `${index}-${step}`,
        at,
        seen_at: at + 20,
        type,
        project: PROJECT,
        tag: TAG,
        run: runAt(plan, at),
        task_id: taskId,
        attempt: 1,
        session,
        agent: 'builder',
        source: type === 'usage.reported' ? 'otlp' : 'hook',
        data: JSON.stringify(data),
      });
    }
    if (index % 50 === 49) {
      db.exec('COMMIT; BEGIN');
    }
  }
  db.exec('COMMIT');
}

function eventAt(insert: Insert, plan: Plan, session: string, taskId: string, step: number, at: number) {
  const toolUseId = `toolu_${Math.floor(step / 2)}`;
  const tool = ['Bash', 'Edit', 'Read', 'Grep'][step % 4]!;
  if (step % 40 === 39) {
    return { type: 'turn.ended', data: { durationMs: 20_000 + (step % 7) * 30_000 } };
  }
  if (step % 200 === 101) {
    return { type: 'api.failed', data: { model: 'claude-sonnet-4-5', statusCode: 529, error: 'overloaded_error' } };
  }
  if (step % 5 === 4) {
    const usage = {
      input_tokens: 400,
      output_tokens: 800,
      cache_read_tokens: 20_000,
      cache_creation_tokens: 900,
      cost_usd: 0.0312,
    };
    insert('usage', {
      session,
      at,
      reporter: 'api_request',
      request_id: `req_${step}`,
      model: 'claude-sonnet-4-5',
      ...usage,
      duration_ms: 8000,
      counted: 1,
      project: PROJECT,
      run: runAt(plan, at),
      tag: TAG,
      task_id: taskId,
      evidence: 'status-change',
    });
    return {
      type: 'usage.reported',
      data: {
        reporter: 'api_request',
        model: 'claude-sonnet-4-5',
        inputTokens: 400,
        outputTokens: 800,
        costUsd: 0.0312,
      },
    };
  }
  if (step % 2 === 0) {
    insert('tool_calls', {
      session,
      id: toolUseId,
      tool,
      started_at: at,
      ended_at: at + 900,
      success: step % 20 === 0 ? 0 : 1,
      duration_ms: 900,
    });
    return { type: 'tool.started', data: { toolUseId, tool } };
  }
  return { type: 'tool.ended', data: { toolUseId, tool, success: true, durationMs: 900 } };
}
