import { type JournalEvent } from '#contract/events.ts';
import { attemptSpanId, runSpanId, taskSpanId, traceIdOf } from './ids.ts';
import { type PlannedSpan } from './planned.ts';
import { noTraces, type OpenAttempt, type RunState, type TaskState, type TracesState } from './run-state.ts';

/** So many ended runs are remembered. */
const MOST_ENDED = 1000;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * Spans from the journal: an attempt when it ends, or its run does, its task and its run when the run ends. Same events, same
 * spans. Imported history makes none.
 */
export class RunSpans {
  #state: TracesState;

  constructor(state: TracesState = noTraces()) {
    this.#state = structuredClone(state);
  }

  save(): TracesState {
    return structuredClone(this.#state);
  }

  /** Keeps nothing of runs that hold a text: one of a project or run that was purged. */
  forget(text: string): void {
    const { runs, ended } = this.#state;
    const kept = Object.entries(runs).filter((entry) => !JSON.stringify(entry).includes(text));
    this.#state = { runs: Object.fromEntries(kept), ended: ended.filter(([run]) => !run.includes(text)) };
  }

  take(event: JournalEvent): PlannedSpan[] {
    const { run, project, source } = event;
    if (run === undefined || project === undefined || source === 'git') {
      return [];
    }
    switch (event.type) {
      case 'run.started':
      case 'run.resumed':
        this.#open(run, project, event);
        return [];
      case 'run.ended':
        return this.#end(run, event);
      case 'attempt.started':
        this.#attemptStarted(run, project, event);
        return [];
      case 'attempt.ended':
        return this.#attemptEnded(run, event);
      default:
        return [];
    }
  }

  #open(run: string, project: string, event: JournalEvent): void {
    const { reason, source } = event.data;
    if (reason === 'late' || reason === 'import') {
      return; // it never was open here: what is known of it are single events of the past
    }
    const known = this.#state.runs[run];
    if (known) {
      known.startedAt = Math.min(known.startedAt, event.at);
      known.source = text(source) ?? known.source;
      return;
    }
    this.#state.runs[run] = {
      project,
      source: text(source) ?? (event.type === 'run.resumed' ? 'execute' : 'observed'),
      startedAt: event.at,
      stretch: (this.#endedStretch(run) ?? 0) + 1,
      tasks: {},
      open: {},
    };
  }

  #endedStretch(run: string): number | undefined {
    return this.#state.ended.find(([id]) => id === run)?.[1];
  }

  #attemptStarted(run: string, project: string, event: JournalEvent): void {
    const { tag, taskId, at, data } = event;
    if (tag === undefined || taskId === undefined) {
      return;
    }
    if (!this.#state.runs[run] && this.#endedStretch(run) === undefined) {
      this.#open(run, project, { ...event, data: {} }); // its beginning was before what is looked at
    }
    const state = this.#state.runs[run];
    if (!state) {
      return;
    }
    const key = `${tag}\n${taskId}`;
    const task = (state.tasks[key] ??= { tag, taskId, startedAt: at, endedAt: at, attempts: 0, failed: 0 });
    task.startedAt = Math.min(task.startedAt, at);
    task.endedAt = Math.max(task.endedAt, at);
    task.attempts += 1;
    const executor = text(data.executor) ?? text(data.origin) ?? event.source;
    const attempt: OpenAttempt = { startedAt: at, executed: data.executor === 'execute', executor };
    state.open[`${key}\n${numberOf(event)}`] = {
      ...attempt,
      ...(event.session ? { session: event.session } : {}),
      ...(event.agent ? { agent: event.agent } : {}),
    };
  }

  #attemptEnded(run: string, event: JournalEvent): PlannedSpan[] {
    const { tag, taskId } = event;
    const state = this.#state.runs[run];
    if (tag === undefined || taskId === undefined || !state) {
      return [];
    }
    const key = `${tag}\n${taskId}`;
    const number = numberOf(event);
    const open = state.open[`${key}\n${number}`];
    const task = state.tasks[key];
    if (!open || !task) {
      return [];
    }
    delete state.open[`${key}\n${number}`];
    const status = text(event.data.status) ?? 'unknown';
    task.endedAt = Math.max(task.endedAt, event.at);
    task.failed += status === 'error' ? 1 : 0;
    task.last = status;
    return [attemptSpan(run, state, task, { ...open, number, status, endedAt: event.at, event })];
  }

  #end(run: string, event: JournalEvent): PlannedSpan[] {
    const state = this.#state.runs[run];
    if (!state) {
      return [];
    }
    delete this.#state.runs[run];
    const others = this.#state.ended.filter(([id]) => id !== run);
    this.#state.ended = [...others, [run, state.stretch] as [string, number]].slice(-MOST_ENDED);
    const tasks = Object.values(state.tasks);
    const latest = Math.max(state.startedAt, event.at, ...tasks.map(({ endedAt }) => endedAt));
    const left = Object.entries(state.open).flatMap(([key, open]) => {
      const [tag, taskId, number] = key.split('\n');
      const task = state.tasks[`${tag}\n${taskId}`];
      if (!task) {
        return [];
      }
      task.endedAt = latest;
      return [
        attemptSpan(run, state, task, { ...open, number: Number(number), status: 'unfinished', endedAt: latest }),
      ];
    });
    return [
      ...left,
      ...tasks.map((task) => taskSpan(run, state, task)),
      runSpan(run, state, tasks, latest, text(event.data.reason)),
    ];
  }
}

/** The number of an event's attempt; without one it is the first. */
function numberOf({ attempt, data }: JournalEvent): number {
  return attempt ?? (typeof data.number === 'number' ? data.number : 1);
}

const place = (run: string, { project }: RunState) => ({ 'taskmaster.project': project, 'taskmaster.run.id': run });

function attemptSpan(
  run: string,
  state: RunState,
  task: TaskState,
  attempt: OpenAttempt & { number: number; status: string; endedAt: number; event?: JournalEvent }
): PlannedSpan {
  const { tag, taskId } = task;
  const { number, status, event, executor, executed } = attempt;
  const { exitCode, kind, costUsd } = event?.data ?? {};
  const session = event?.session ?? attempt.session;
  const agent = event?.agent ?? attempt.agent;
  const failure = text(kind);
  return {
    kind: 'attempt',
    traceId: traceIdOf(run),
    spanId: attemptSpanId(run, tag, taskId, number, executed),
    parentSpanId: taskSpanId(run, tag, taskId, state.stretch),
    name: `attempt ${number} at task ${taskId}`,
    startedAt: attempt.startedAt,
    endedAt: Math.max(attempt.startedAt, attempt.endedAt),
    status: status === 'ok' ? 'ok' : status === 'error' ? 'error' : 'unset',
    // What an attempt wrote is not sent: the kind of failure is.
    ...(status === 'error' ? { message: failure ?? 'failed' } : {}),
    attributes: {
      ...place(run, state),
      'taskmaster.tag': tag,
      'taskmaster.task.id': taskId,
      'taskmaster.task.attempt': number,
      'taskmaster.attempt.status': status,
      'taskmaster.attempt.executor': executor,
      ...(failure && status === 'error' ? { 'error.type': failure } : {}),
      ...(typeof exitCode === 'number' ? { 'process.exit.code': exitCode } : {}),
      ...(typeof costUsd === 'number' ? { 'taskmaster.cost_usd': costUsd } : {}),
      ...(session ? { 'session.id': session } : {}),
      ...(agent ? { 'gen_ai.agent.name': agent } : {}),
    },
    links: [],
  };
}

function taskSpan(run: string, state: RunState, task: TaskState): PlannedSpan {
  const { tag, taskId } = task;
  return {
    kind: 'task',
    traceId: traceIdOf(run),
    spanId: taskSpanId(run, tag, taskId, state.stretch),
    parentSpanId: runSpanId(run, state.stretch),
    name: `task ${taskId}`,
    startedAt: task.startedAt,
    endedAt: task.endedAt,
    status: task.last === 'ok' ? 'ok' : task.last === 'error' ? 'error' : 'unset',
    ...(task.last === 'error' ? { message: 'its last attempt failed' } : {}),
    attributes: {
      ...place(run, state),
      'taskmaster.tag': tag,
      'taskmaster.task.id': taskId,
      'taskmaster.task.attempts': task.attempts,
      'taskmaster.task.failed_attempts': task.failed,
    },
    links: [],
  };
}

function runSpan(
  run: string,
  state: RunState,
  tasks: readonly TaskState[],
  endedAt: number,
  reason: string | undefined
): PlannedSpan {
  return {
    kind: 'run',
    traceId: traceIdOf(run),
    spanId: runSpanId(run, state.stretch),
    name: `run of ${state.project}`,
    startedAt: Math.min(state.startedAt, ...tasks.map(({ startedAt }) => startedAt)),
    endedAt,
    status: 'unset',
    attributes: {
      ...place(run, state),
      'taskmaster.run.source': state.source,
      'taskmaster.run.stretch': state.stretch,
      'taskmaster.run.tasks': tasks.length,
      'taskmaster.run.attempts': tasks.reduce((sum, { attempts }) => sum + attempts, 0),
      ...(reason ? { 'taskmaster.run.end_reason': reason } : {}),
    },
    links:
      state.stretch > 1
        ? [
            {
              traceId: traceIdOf(run),
              spanId: runSpanId(run, state.stretch - 1),
              attributes: { 'taskmaster.link': 'resumes' },
            },
          ]
        : [],
  };
}
