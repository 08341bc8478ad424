import { type JournalEvent } from '#contract/events.ts';

const MOST = 64;

/** Which processes are agents that are followed: sessions that named their process and have not ended. */
export class AgentProcesses {
  readonly #sessions = new Map<string, number>();

  see(events: readonly JournalEvent[]): void {
    for (const { session, type, data } of events) {
      if (session === undefined) {
        continue;
      }
      if (type === 'session.ended') {
        this.#sessions.delete(session);
      } else if (
        type === 'session.started' &&
        typeof data.pid === 'number' &&
        Number.isInteger(data.pid) &&
        data.pid > 0
      ) {
        this.#sessions.set(session, data.pid);
        if (this.#sessions.size > MOST) {
          this.#sessions.delete(this.#sessions.keys().next().value ?? '');
        }
      }
    }
  }

  /** Process ids, each once. */
  get pids(): number[] {
    return [...new Set(this.#sessions.values())];
  }

  /** Forgets processes that are gone. */
  keep(alive: ReadonlySet<number>): void {
    for (const [session, pid] of this.#sessions) {
      if (!alive.has(pid)) {
        this.#sessions.delete(session);
      }
    }
  }
}
