import { type JournalEvent } from '#contract/events.ts';
import { attemptSpanId, traceIdOf } from './ids.ts';
import { type PlannedLog } from './planned.ts';

const shown = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;

/** So many attempts that go on are remembered. */
const MOST_OPEN = 10_000;

/**
 * Log lines from the journal. What is telemetry of an agent already, or no news, makes none. Neither what an agent wrote nor
 * texts of tasks are in them.
 */
export class EventLogs {
  /** Attempts of our executor that go on: their ends do not say whose they are. */
  readonly #executed: Set<string>;

  constructor(executed: readonly string[] = []) {
    this.#executed = new Set(executed);
  }

  save(): string[] {
    return [...this.#executed].slice(-MOST_OPEN);
  }

  forget(text: string): void {
    for (const key of this.#executed) {
      if (key.includes(text)) {
        this.#executed.delete(key);
      }
    }
  }

  take(event: JournalEvent): PlannedLog | undefined {
    const spanId = this.#spanOf(event);
    const said = event.source === 'git' ? undefined : sentenceOf(event);
    if (!said) {
      return undefined;
    }
    const { run, project, tag, taskId, attempt, session, agent } = event;
    return {
      at: event.at,
      seenAt: event.seenAt,
      severity: said.severity ?? 'info',
      body: said.text,
      eventName: `taskmaster.${event.type}`,
      ...(run === undefined ? {} : { traceId: traceIdOf(run) }),
      ...(spanId === undefined ? {} : { spanId }),
      attributes: {
        ...texts({
          'event.id': event.id,
          'taskmaster.project': project,
          'taskmaster.tag': tag,
          'taskmaster.run.id': run,
          'taskmaster.task.id': taskId,
          'session.id': session,
          'gen_ai.agent.name': agent,
        }),
        ...(attempt === undefined ? {} : { 'taskmaster.task.attempt': attempt }),
        ...said.attributes,
      },
    };
  }

  #spanOf({ type, run, tag, taskId, attempt, data }: JournalEvent): string | undefined {
    if (!type.startsWith('attempt.') || run === undefined || tag === undefined || taskId === undefined) {
      return undefined;
    }
    const number = attempt ?? (typeof data.number === 'number' ? data.number : 1);
    const key = `${run}\n${tag}\n${taskId}\n${number}`;
    if (type === 'attempt.started' && data.executor === 'execute') {
      this.#executed.add(key);
    }
    const executed = this.#executed.has(key);
    if (type === 'attempt.ended') {
      this.#executed.delete(key);
    }
    return attemptSpanId(run, tag, taskId, number, executed);
  }
}

interface Sentence {
  text: string;
  severity?: PlannedLog['severity'];
  attributes?: PlannedLog['attributes'];
}

function sentenceOf(event: JournalEvent): Sentence | undefined {
  const { type, data, taskId, project = 'a project', attempt = 1 } = event;
  switch (type) {
    case 'run.started':
      return data.reason === 'late' || data.reason === 'import' ? undefined : { text: `A run of ${project} began` };
    case 'run.resumed':
      return { text: `A run of ${project} goes on` };
    case 'run.ended':
      return { text: `A run of ${project} ended`, attributes: texts({ 'taskmaster.run.end_reason': data.reason }) };
    case 'task.status': {
      const [from, to] = [shown(data.from), shown(data.to)];
      return data.initial === true
        ? undefined
        : {
            text: `Task ${taskId} of ${project} is ${to}${from ? `, was ${from}` : ''}`,
            attributes: texts({ 'taskmaster.task.status': to, 'taskmaster.task.previous_status': from }),
          };
    }
    case 'attempt.started':
      return { text: `Attempt ${attempt} at task ${taskId} of ${project} began` };
    case 'attempt.ended': {
      const status = shown(data.status) ?? 'unknown';
      const failed = status === 'error';
      return {
        text: `Attempt ${attempt} at task ${taskId} of ${project} ended: ${status}`,
        severity: failed ? 'error' : status === 'cancelled' ? 'warn' : 'info',
        attributes: {
          ...texts({ 'taskmaster.attempt.status': status, ...(failed ? { 'error.type': data.kind ?? 'failed' } : {}) }),
          ...(typeof data.exitCode === 'number' ? { 'process.exit.code': data.exitCode } : {}),
        },
      };
    }
    case 'input.broken':
      return { text: `A file of ${project} cannot be read: ${shown(data.problem) ?? ''}`, severity: 'error' };
    case 'input.recovered':
      return { text: `A file of ${project} can be read again` };
    case 'limit.reached':
      return { text: `A limit of the run was reached: ${shown(data.limit) ?? ''}`, severity: 'warn' };
    case 'checkpoint.saved':
      return {
        text: `A checkpoint of the run was saved`,
        severity: 'debug',
        attributes: texts({ 'taskmaster.checkpoint.id': data.id }),
      };
    default:
      return undefined;
  }
}

function texts(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const text = shown(value);
      return text === undefined ? [] : [[name, text]];
    })
  );
}
