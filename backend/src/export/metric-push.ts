import { type MetricPoint } from '../telemetry/types.ts';
import { type Outcome } from './delivery.ts';
import { type ExportStats } from './stats.ts';

/**
 * Sends all metrics as they are now, every so often. Nothing is kept where that fails: counters are totals, the next time
 * says what this one would have.
 */
export class MetricPush {
  readonly #points: () => Promise<MetricPoint[]>;
  readonly #send: (points: readonly MetricPoint[]) => Promise<Outcome>;
  readonly #timer: NodeJS.Timeout;
  #working: Promise<void> | undefined;
  #counts = { sent: 0, refused: 0, dropped: 0 };
  #problem: string | undefined;

  constructor(
    points: () => Promise<MetricPoint[]>,
    send: (points: readonly MetricPoint[]) => Promise<Outcome>,
    intervalMs: number
  ) {
    this.#points = points;
    this.#send = send;
    this.#timer = setInterval(() => void this.push(), intervalMs).unref();
  }

  stats(): ExportStats {
    return { ...this.#counts, waiting: 0, ...(this.#problem === undefined ? {} : { problem: this.#problem }) };
  }

  /** Once now; the one under way, where there is one. */
  push(): Promise<void> {
    return (this.#working ??= this.#once().finally(() => (this.#working = undefined)));
  }

  /** The last values, for at most `graceMs`. */
  async close(graceMs = 2000): Promise<void> {
    clearInterval(this.#timer);
    if (this.#problem === undefined) {
      await Promise.race([this.push(), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    }
  }

  async #once(): Promise<void> {
    try {
      const points = await this.#points();
      const outcome = await this.#send(points);
      this.#counts[outcome.kind === 'later' ? 'dropped' : outcome.kind] += points.length;
      this.#problem = outcome.kind === 'sent' ? undefined : outcome.problem;
    } catch (error) {
      this.#problem = `was not sent to: ${(error as Error).message}`;
    }
  }
}
