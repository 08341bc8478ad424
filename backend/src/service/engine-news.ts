import { type FastifyBaseLogger } from 'fastify';
import { formatDuration } from '../config/duration.ts';
import { type EngineReport } from '../telemetry/engines.ts';

/** A server that comes and goes is spoken of once in this time, ms. */
const QUIET_MS = 60_000;

interface Told {
  /** When the trouble began that was told of. */
  since: number;
  /** Its end was not told of. */
  open: boolean;
  /** When it was told of. */
  at: number;
  /** What was said to be wrong, without its numbers, which may be others each time. */
  cause: string;
}

/**
 * Says in the log when a server that telemetry is read from is in trouble, when something else is wrong with
 * it, and when it answers again: a line each, however many questions failed.
 */
export class EngineNews {
  readonly #log: Pick<FastifyBaseLogger, 'warn' | 'info'>;
  readonly #told = new Map<string, Told>();

  constructor(log: Pick<FastifyBaseLogger, 'warn' | 'info'>) {
    this.#log = log;
  }

  /** Takes what is known of the servers now; to be called every so often. */
  hear(reports: readonly EngineReport[], now = Date.now()): void {
    for (const report of reports) {
      this.#hear(report, now);
    }
  }

  #hear({ signal, product, url, trouble }: EngineReport, now: number): void {
    const key = `${signal} ${url}`;
    const told = this.#told.get(key);
    const place = `${product} at ${url}`;
    if (!trouble) {
      this.#told.delete(key);
      return;
    }
    const { text, since, until } = trouble;
    if (told?.open) {
      if (until !== undefined) {
        this.#log.info({ signal }, `${place} answers again, after ${formatDuration(until - told.since)}`);
        this.#told.set(key, { ...told, since, open: false });
      } else if (told.cause !== causeIn(text) && now - told.at >= QUIET_MS) {
        this.#log.warn({ signal }, `${place} ${text}`);
        this.#told.set(key, { ...told, at: now, cause: causeIn(text) });
      }
      return;
    }
    const known = told?.since === since && until !== undefined;
    if (known || (told && now - told.at < QUIET_MS)) {
      return;
    }
    const over = until === undefined ? '' : ` It answers again, after ${formatDuration(until - since)}.`;
    this.#log.warn({ signal }, `${place} ${text}${over}`);
    this.#told.set(key, { since, open: until === undefined, at: now, cause: causeIn(text) });
  }
}

const causeIn = (text: string) => text.replaceAll(/\d+/g, '0');
