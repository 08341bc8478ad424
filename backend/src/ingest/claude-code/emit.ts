import { newEvent, type EventData, type EventSource, type EventType, type NewEvent } from '#contract/events.ts';
import { type Origin } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { defined } from './fields.ts';
import { eventId } from './ids.ts';

/** Where an event belongs and when it happened. */
export interface Place {
  origin: Origin;
  /** Attempt, where our own executor named it. */
  attempt?: number;
  at: number;
  agent?: string;
}

/** Two reporters of one thing agree on its time to within this, ms. */
const SAME_MOMENT_MS = 3000;
/** Telemetry is sent every few seconds: more turns than this do not fit in between. */
const MOST_TOLD = 8;

/** Collects the events of one body. */
export class Emitter {
  readonly events: NewEvent[] = [];
  readonly context: IngestContext;
  private readonly source: EventSource;
  private readonly known = new Set<string>();

  constructor(context: IngestContext, source: EventSource) {
    this.context = context;
    this.source = source;
  }

  /** Adds an event; fields that are undefined are left out. One id is added once a body. */
  emit<T extends EventType>(type: T, id: string, place: Place, data: EventData[T]): void {
    if (this.known.has(id)) {
      return;
    }
    this.known.add(id);
    this.events.push(newEvent(type, { ...this.fields(id, place), data: cleaned(data) }));
  }

  /** Adds an event of a type the service shows and keeps but draws no conclusions from. */
  note(type: string, id: string, place: Place, data: Record<string, unknown>): void {
    if (!this.known.has(id)) {
      this.known.add(id);
      this.events.push({ ...this.fields(id, place), type, data: cleaned(data) });
    }
  }

  /** Adds an event that only needs to be said once: not again while it is remembered. */
  once<T extends EventType>(type: T, id: string, place: Place, data: EventData[T]): void {
    if (!this.known.has(id) && (this.context.memory?.changed(id, '') ?? true)) {
      this.emit(type, id, place, data);
    }
  }

  /**
   * Adds a prompt or the end of a turn, which hooks and OpenTelemetry both tell of, each in its own words and at nearly the
   * same time: what the other one has told of within three seconds is not told again.
   */
  emitShared<T extends 'prompt.submitted' | 'turn.ended'>(type: T, id: string, place: Place, data: EventData[T]): void {
    const { memory } = this.context;
    const { session } = place.origin;
    if (memory !== undefined && session !== undefined) {
      const key = `${type}:${session}`;
      const told = (memory.recall(key) ?? '').split(' ').filter((one) => one !== '');
      const isSame = (one: string) => {
        const [source, at] = one.split('@');
        return source !== this.source && Math.abs(Number(at) - place.at) <= SAME_MOMENT_MS;
      };
      const same = told.findIndex(isSame);
      if (same >= 0) {
        memory.changed(key, told.toSpliced(same, 1).join(' ')); // one telling answers one other
        return;
      }
      memory.changed(key, [...told, `${this.source}@${Math.floor(place.at)}`].slice(-MOST_TOLD).join(' '));
    }
    this.emit(type, id, place, data);
  }

  /**
   * Adds an event of a sub-agent under its own id, and remembers that this session's sub-agents are told of by their ids: the
   * events of OpenTelemetry tell of them, too, but without one.
   */
  emitAgent<T extends 'agent.started' | 'agent.ended'>(type: T, id: string, place: Place, data: EventData[T]): void {
    this.context.memory?.changed(agentsKey(place), 'by id');
    this.emit(type, id, place, data);
  }

  /** Whether sub-agents of this session are told of by their ids. */
  knowsAgents(place: Place): boolean {
    return this.context.memory?.recall(agentsKey(place)) !== undefined;
  }

  /** A session is at work; `detail` says how it is known. */
  session(place: Place, data: EventData['session.started']): void {
    const { session } = place.origin;
    if (session !== undefined) {
      this.once('session.started', eventId('session', this.source, session), place, data);
    }
  }

  /** Our own executor, or the user, named the task in the attributes of the process. */
  resourceEvidence(place: Place): void {
    const { session, taskId, tag, project, run } = place.origin;
    if (session === undefined || taskId === undefined) {
      return;
    }
    const id = eventId('evidence', session, 'resource', project, tag, taskId, run, place.attempt);
    this.once('evidence.seen', id, place, {
      kind: 'resource',
      taskId,
      tag,
      detail: 'taskmaster.task.id of the process',
    });
  }

  private fields(id: string, place: Place): Omit<NewEvent, 'type' | 'data'> {
    const { project, tag, run, taskId, session } = place.origin;
    return defined({
      id,
      at: Math.floor(place.at),
      project,
      tag,
      run,
      taskId,
      attempt: place.attempt,
      session,
      agent: place.agent,
      source: this.source,
    });
  }
}

function agentsKey(place: Place): string {
  return `agents:${place.origin.session ?? ''}`;
}

/** Without fields that are undefined, and without secrets in texts (nested values are clean already: only contents are nested). */
function cleaned<T extends object>(data: T): T {
  const copy = {} as Record<string, unknown>;
  for (const [name, value] of Object.entries(data)) {
    if (value !== undefined) {
      copy[name] = typeof value === 'string' ? cleanText(value) : value;
    }
  }
  return copy as T;
}
