import { type JournalEvent } from '#contract/events.ts';

/** One agent session as far as metrics need it; plain data, so that it can be saved. */
export interface SessionState {
  startedAt?: number;
  lastAt: number;
  type: string;
  agents: number;
}

const MOST = 5000;
const ACTIVE_MS = 30 * 60_000;

/** Follows which sessions are open. A session that says nothing for 30 minutes counts as inactive, not as ended. */
export class SessionTracker {
  #sessions = new Map<string, SessionState>();

  /** Takes an event in; answers with the session where the event ended it. */
  see(event: JournalEvent): SessionState | undefined {
    if (event.session === undefined) {
      return undefined;
    }
    let session = this.#sessions.get(event.session);
    if (event.type === 'session.ended') {
      this.#sessions.delete(event.session);
      return session;
    }
    if (!session) {
      session = { lastAt: event.at, type: 'unknown', agents: 1 };
      this.#sessions.set(event.session, session);
      this.#bound();
    }
    session.lastAt = Math.max(session.lastAt, event.at);
    if (event.type === 'session.started') {
      session.startedAt = Math.min(session.startedAt ?? event.at, event.at);
      session.type = text(event.data.service) ?? text(event.data.agentName) ?? session.type;
    } else if (event.type === 'agent.started') {
      session.agents += 1;
    }
    return undefined;
  }

  /** Number of active sessions by type. */
  active(now: number): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { lastAt, type } of this.#sessions.values()) {
      if (now - lastAt < ACTIVE_MS) {
        counts.set(type, (counts.get(type) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** Drops sessions whose id or type holds a text. */
  forget(text: string): void {
    this.#sessions = new Map(
      [...this.#sessions].filter(([id, { type }]) => !id.includes(text) && !type.includes(text))
    );
  }

  save(): Array<[string, SessionState]> {
    return [...this.#sessions];
  }

  restore(sessions: Array<[string, SessionState]>): void {
    this.#sessions = new Map(sessions);
  }

  #bound(): void {
    if (this.#sessions.size > MOST) {
      const oldest = this.#sessions.keys().next().value;
      if (oldest !== undefined) {
        this.#sessions.delete(oldest);
      }
    }
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 80) : undefined;
}

/** A bounded label for a number of agents. */
export function agentCountLabel(agents: number): string {
  return agents <= 1 ? '1' : agents <= 5 ? '2-5' : agents <= 20 ? '6-20' : 'over 20';
}
