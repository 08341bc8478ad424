import { type Counter } from 'prom-client';
import { type JournalEvent } from '#contract/events.ts';
import { isFinished, isTerminal } from '#contract/status.ts';

/** How each kind of work of a run ended. Every series exists from the first event of a run on, at 0: rates need a beginning. */
const OUTCOMES = {
  tool_call: ['ok', 'error'],
  model_request: ['ok', 'error', 'rate_limited'],
  attempt: ['ok', 'error', 'cancelled'],
  delegation: ['ok', 'error'],
  gate: ['passed', 'failed'],
  finish: ['finished', 'reopened'],
} as const;

type Kind = keyof typeof OUTCOMES;
type Outcome = { [K in Kind]: { kind: K; outcome: (typeof OUTCOMES)[K][number] } }[Kind];
type Label = 'project' | 'run' | 'kind' | 'outcome';

/** Projects counted at a time; the one that has been silent longest goes first. */
const MOST_PROJECTS = 50;
/** Older events (imports, replays) happened to runs nobody watches any more. */
const RECENT_MS = 3_600_000;
/** Things told twice (by a hook and by telemetry) are counted once; as many ids are remembered. */
const MOST_IDS = 5000;
/** The provider is overloaded, or this account asks too often. */
const RATE_LIMITED = new Set([429, 529]);
/** Who is believed about failed requests, as in the journal: one reporter a session. */
const REPORTERS = ['hook', 'llm_span', 'api_error'];

/** Counts outcomes of the newest run of each project: what alert rules make rates of. */
export class RunOutcomes {
  readonly #counter: Counter<Label>;
  /** By project: its newest run and when that was seen to begin. */
  readonly #runs = new Map<string, { run: string; since: number }>();
  readonly #seen = new Set<string>();
  readonly #reporters = new Map<string, number>();

  constructor(counter: Counter<Label>) {
    this.#counter = counter;
  }

  count(event: JournalEvent, now: number): void {
    const { project, run } = event;
    if (project === undefined || run === undefined || event.source === 'git' || now - event.at > RECENT_MS) {
      return;
    }
    if (!this.#follow(project, run, event.at)) {
      return;
    }
    const found = this.#outcomeOf(event);
    if (found) {
      this.#counter.inc({ project, run, ...found });
    }
  }

  /** Goes on with series that were counted before a restart. */
  adopt(saved: ReadonlyArray<{ labels: Record<string, string> }>): void {
    for (const { labels } of saved) {
      if (labels.project !== undefined && labels.run !== undefined) {
        this.#runs.set(labels.project, { run: labels.run, since: 0 });
      }
    }
  }

  /** Forgets runs whose name or project holds a text. */
  forget(text: string): void {
    for (const [project, { run }] of this.#runs) {
      if (project.includes(text) || run.includes(text)) {
        this.#runs.delete(project);
      }
    }
  }

  /** Whether the event belongs to the newest run of its project; a newer run takes the place of the one before. */
  #follow(project: string, run: string, at: number): boolean {
    const known = this.#runs.get(project);
    if (known?.run === run) {
      return true;
    }
    if (known && at < known.since) {
      return false;
    }
    if (known) {
      this.#each(project, known.run, (labels) => this.#counter.remove(labels));
    }
    this.#runs.delete(project); // to the end of the order
    this.#runs.set(project, { run, since: at });
    this.#each(project, run, (labels) => this.#counter.inc(labels, 0));
    const oldest = this.#runs.keys().next().value;
    if (this.#runs.size > MOST_PROJECTS && oldest !== undefined) {
      this.#each(oldest, this.#runs.get(oldest)!.run, (labels) => this.#counter.remove(labels));
      this.#runs.delete(oldest);
    }
    return true;
  }

  #each(project: string, run: string, use: (labels: Record<Label, string>) => void): void {
    for (const [kind, outcomes] of Object.entries(OUTCOMES)) {
      outcomes.forEach((outcome) => use({ project, run, kind, outcome }));
    }
  }

  #outcomeOf(event: JournalEvent): Outcome | undefined {
    const { data } = event;
    const okOr = (bad: boolean) => (bad ? 'error' : 'ok');
    switch (event.type) {
      case 'tool.ended':
        return this.#first(event, data.toolUseId)
          ? { kind: 'tool_call', outcome: okOr(data.success === false) }
          : undefined;
      case 'tool.decided':
        return this.#first(event, data.toolUseId)
          ? { kind: 'gate', outcome: data.decision === 'reject' ? 'failed' : 'passed' }
          : undefined;
      case 'agent.ended':
        return this.#first(event, data.agentId)
          ? { kind: 'delegation', outcome: okOr(data.success === false) }
          : undefined;
      case 'usage.reported':
        return data.reporter === 'api_request' ? { kind: 'model_request', outcome: 'ok' } : undefined;
      case 'api.failed':
        return this.#believed(event)
          ? {
              kind: 'model_request',
              outcome: RATE_LIMITED.has(Number(data.statusCode)) ? 'rate_limited' : 'error',
            }
          : undefined;
      case 'attempt.ended':
        return data.status === 'ok' || data.status === 'error' || data.status === 'cancelled'
          ? { kind: 'attempt', outcome: data.status }
          : undefined;
      case 'task.status':
        return finishOf(data);
    }
    return undefined;
  }

  /** Whether something with this id was not told before, by whomever. Without an id it counts. */
  #first(event: JournalEvent, id: unknown): boolean {
    if (typeof id !== 'string') {
      return true;
    }
    const key = `${event.type} ${event.session} ${id}`;
    if (this.#seen.has(key)) {
      return false;
    }
    remember(this.#seen, key);
    return true;
  }

  #believed({ session = '', data }: JournalEvent): boolean {
    const rank = data.reporter === undefined ? REPORTERS.length : REPORTERS.indexOf(String(data.reporter));
    const best = this.#reporters.get(session) ?? -1;
    if (rank > best) {
      this.#reporters.delete(session);
      this.#reporters.set(session, rank);
      dropOldest(this.#reporters);
    }
    return rank >= best;
  }
}

function finishOf(data: Record<string, unknown>): Outcome | undefined {
  if (data.initial === true || typeof data.to !== 'string') {
    return undefined;
  }
  const before = typeof data.from === 'string' && isFinished(data.from);
  if (isFinished(data.to)) {
    return before ? undefined : { kind: 'finish', outcome: 'finished' };
  }
  return before && !isTerminal(data.to) ? { kind: 'finish', outcome: 'reopened' } : undefined;
}

function remember(set: Set<string>, key: string): void {
  set.add(key);
  dropOldest(set);
}

function dropOldest(kept: Set<string> | Map<string, unknown>): void {
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_IDS && oldest !== undefined) {
    kept.delete(oldest);
  }
}
