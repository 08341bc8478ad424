import { type JournalEvent } from '#contract/events.ts';
import { BoundedLabel } from './bounded-label.ts';
import { FirstTold } from './first-told.ts';
import { type OwnMetrics } from './own-metrics.ts';
import { agentCountLabel, SessionTracker } from './sessions.ts';
import { type SpecMetrics } from './spec-metrics.ts';
import { SlidingCount } from './window.ts';

const WINDOW_MS = 5 * 60_000;
/** Older events (imported history) count in the totals, not in what happens now. */
const RECENT_MS = WINDOW_MS;

/** Feeds the counters from events that are on disk. Every event is counted once, in the order of the journal. */
export class EventCounters {
  readonly sessions = new SessionTracker();
  readonly #spec: SpecMetrics;
  readonly #own: OwnMetrics;
  readonly #labels = {
    command: new BoundedLabel(60),
    module: new BoundedLabel(60),
    event: new BoundedLabel(100),
    outcome: new BoundedLabel(20),
    session: new BoundedLabel(20),
    complexity: new BoundedLabel(20),
  };
  readonly #windows: Record<'toolCalls' | 'toolErrors' | 'requests' | 'requestErrors', SlidingCount>;
  readonly #problems = new Map<string, Set<string>>();
  readonly #told = new FirstTold();

  constructor(spec: SpecMetrics, own: OwnMetrics, now = Date.now()) {
    this.#spec = spec;
    this.#own = own;
    const window = (): SlidingCount => new SlidingCount(WINDOW_MS, now);
    this.#windows = { toolCalls: window(), toolErrors: window(), requests: window(), requestErrors: window() };
  }

  count(event: JournalEvent, now = Date.now()): void {
    this.#own.events.inc({ type: this.#labels.event.of(event.type), source: event.source });
    const ended = this.sessions.see(event);
    if (ended?.startedAt !== undefined) {
      this.#spec.sessionSeconds.observe(
        {
          session_type: this.#labels.session.of(ended.type),
          agent_count: agentCountLabel(ended.agents),
          outcome: this.#labels.outcome.of(textOf(event.data.reason)),
        },
        Math.max(0, event.at - ended.startedAt) / 1000
      );
    }
    this.#countByType(event, now);
  }

  /** Share of failures in the last 5 minutes; undefined where nothing was tried. */
  errorShare(kind: 'tool' | 'request', now = Date.now()): number | undefined {
    const [all, failed] =
      kind === 'tool'
        ? [this.#windows.toolCalls, this.#windows.toolErrors]
        : [this.#windows.requests, this.#windows.requestErrors];
    const total = all.total(now);
    return total > 0 ? (failed.total(now) / total) * 100 : undefined;
  }

  /** Number of unreadable inputs, by project. */
  brokenInputs(): Map<string, number> {
    return new Map([...this.#problems].map(([project, inputs]) => [project, inputs.size]));
  }

  #countByType(event: JournalEvent, now: number): void {
    const { data } = event;
    switch (event.type) {
      case 'tool.ended':
        return this.#toolEnded(event, now);
      case 'tool.decided':
        return this.#decided(event);
      case 'command.ended':
        return this.#commandEnded(event);
      case 'attempt.ended':
        this.#spec.commands.inc({ command_type: 'task', status: this.#labels.outcome.of(textOf(data.status)) });
        return;
      case 'agent.ended':
        if (!this.#told.isNew('agent', event.session, data.agentId)) {
          return;
        }
        this.#spec.delegations.inc({
          source_command: 'Agent',
          target_module: this.#labels.module.of(textOf(data.agentType)),
          status: outcome(data.success),
        });
        return;
      case 'usage.reported':
        return this.#usage(event, now);
      case 'api.failed':
        this.#own.apiFailures.inc({
          status_code: this.#labels.outcome.of(String(numberOf(data.statusCode) ?? 'none')),
        });
        if (isRecent(event, now)) {
          this.#windows.requests.add(now);
          this.#windows.requestErrors.add(now);
        }
        return;
      case 'task.status':
        if (data.initial !== true) {
          this.#own.transitions.inc({ to: this.#labels.outcome.of(textOf(data.to)) });
        }
        return;
      case 'input.broken':
      case 'input.recovered':
        return this.#input(event);
    }
  }

  #toolEnded(event: JournalEvent, now: number): void {
    const { data } = event;
    const command = this.#labels.command.of(textOf(data.tool));
    const durationMs = numberOf(data.durationMs);
    // Not every reporter knows how long it took: the first that does is heard, whoever told of the end.
    if (durationMs !== undefined && this.#told.isNew('duration', event.session, data.toolUseId)) {
      this.#spec.commandSeconds.observe({ command_type: command, complexity_level: 'unknown' }, durationMs / 1000);
    }
    if (!this.#told.isNew('tool', event.session, data.toolUseId)) {
      return;
    }
    this.#spec.commands.inc({ command_type: command, status: outcome(data.success) });
    if (isRecent(event, now)) {
      this.#windows.toolCalls.add(now);
      this.#windows.toolErrors.add(now, data.success === false ? 1 : 0);
    }
  }

  /** A command under `wrap`. */
  #commandEnded({ data }: JournalEvent): void {
    const command = this.#labels.command.of(textOf(data.command));
    const durationMs = numberOf(data.durationMs);
    if (durationMs !== undefined) {
      this.#spec.commandSeconds.observe({ command_type: command, complexity_level: 'unknown' }, durationMs / 1000);
    }
    this.#spec.commands.inc({ command_type: command, status: outcome(data.success) });
  }

  #decided(event: JournalEvent): void {
    if (!this.#told.isNew('decision', event.session, event.data.toolUseId)) {
      return;
    }
    const rejected = event.data.decision === 'reject';
    this.#spec.gates.inc({
      gate_type: 'permission',
      status: rejected ? 'failed' : 'passed',
      severity: rejected ? 'blocking' : 'none',
    });
    if (rejected) {
      const command = this.#labels.command.of(textOf(event.data.tool));
      this.#spec.commands.inc({ command_type: command, status: 'rejected' });
    }
  }

  /** Only the event a request makes itself: metric totals and spans say the same requests again. */
  #usage(event: JournalEvent, now: number): void {
    const { data } = event;
    if (data.reporter !== 'api_request') {
      return;
    }
    const tokens = (numberOf(data.inputTokens) ?? 0) + (numberOf(data.cacheReadTokens) ?? 0);
    const durationMs = numberOf(data.durationMs);
    if (durationMs !== undefined) {
      this.#spec.responseSeconds.observe(
        { operation_type: 'model_request', resource_size: sizeLabel(tokens, [1000, 10_000, 100_000], 'tokens') },
        durationMs / 1000
      );
    }
    if (isRecent(event, now)) {
      this.#windows.requests.add(now);
    }
  }

  #input(event: JournalEvent): void {
    const project = event.project ?? 'unknown';
    const inputs = this.#problems.get(project) ?? new Set<string>();
    const input = textOf(event.data.input) ?? '';
    if (event.type === 'input.broken') {
      inputs.add(input);
    } else {
      inputs.delete(input);
    }
    this.#problems.set(project, inputs);
  }

  /** Drops what holds a text: it was deleted everywhere else. */
  forget(text: string): void {
    this.sessions.forget(text);
    for (const [project, inputs] of this.#problems) {
      const left = [...inputs].filter((input) => !input.includes(text));
      if (project.includes(text) || left.length === 0) {
        this.#problems.delete(project);
      } else {
        this.#problems.set(project, new Set(left));
      }
    }
  }

  saveProblems(): Array<[string, string[]]> {
    return [...this.#problems].map(([project, inputs]) => [project, [...inputs]]);
  }

  restoreProblems(problems: Array<[string, string[]]>): void {
    for (const [project, inputs] of problems) {
      this.#problems.set(project, new Set(inputs));
    }
  }
}

function isRecent(event: JournalEvent, now: number): boolean {
  return now - event.at < RECENT_MS;
}

function outcome(success: unknown): string {
  return success === true ? 'success' : success === false ? 'error' : 'unknown';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** `under 1000 tokens`, `1000 to 10000 tokens`, … */
export function sizeLabel(size: number, bounds: readonly number[], unit: string): string {
  const at = bounds.findIndex((bound) => size < bound);
  if (at === 0) {
    return `under ${bounds[0]} ${unit}`;
  }
  return at < 0 ? `${bounds.at(-1)} ${unit} and more` : `${bounds[at - 1]} to ${bounds[at]} ${unit}`;
}
