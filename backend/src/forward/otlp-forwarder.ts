import { setTimeout as sleep } from 'node:timers/promises';

/** Passes OTLP bodies on to a collector a team already has. Never delays the acknowledgement of what came in. */

export type Signal = 'traces' | 'metrics' | 'logs';

export interface Forwarded {
  signal: Signal;
  body: Uint8Array;
  contentType: string;
}

export interface ForwarderStats {
  url: string;
  queued: number;
  queuedBytes: number;
  sent: number;
  /** Bodies the collector refused for good. */
  refused: number;
  /** Oldest bodies given up because the queue was full. */
  dropped: number;
  retries: number;
  /** Why the last try failed; absent after a success. */
  problem?: string;
}

export interface ForwarderOptions {
  /** Base address; `/v1/traces` and so on are added. */
  url: string;
  maxQueuedBytes?: number;
  /** First wait after a failure, ms; doubles up to `maxWaitMs`. */
  firstWaitMs?: number;
  maxWaitMs?: number;
  timeoutMs?: number;
}

/** The statuses OTLP/HTTP declares retryable. */
const RETRYABLE = new Set([429, 502, 503, 504]);

export class OtlpForwarder {
  readonly #options: Required<ForwarderOptions>;
  readonly #queue: Forwarded[] = [];
  readonly #stop = new AbortController();
  #queuedBytes = 0;
  #working: Promise<void> | undefined;
  #counts = { sent: 0, refused: 0, dropped: 0, retries: 0 };
  #problem: string | undefined;

  constructor(options: ForwarderOptions) {
    this.#options = {
      maxQueuedBytes: 64 * 1024 * 1024,
      firstWaitMs: 1000,
      maxWaitMs: 60_000,
      timeoutMs: 10_000,
      ...options,
      url: options.url.replace(/\/+$/, ''),
    };
  }

  /** Queues a copy. When the queue is full the oldest bodies are given up. */
  add(signal: Signal, body: Uint8Array, contentType: string): void {
    this.#queue.push({ signal, body: Uint8Array.from(body), contentType });
    this.#queuedBytes += body.byteLength;
    while (this.#queuedBytes > this.#options.maxQueuedBytes && this.#queue.length > 1) {
      this.#queuedBytes -= this.#queue.shift()?.body.byteLength ?? 0;
      this.#counts.dropped += 1;
    }
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  stats(): ForwarderStats {
    return {
      url: this.#options.url,
      queued: this.#queue.length,
      queuedBytes: this.#queuedBytes,
      ...this.#counts,
      ...(this.#problem ? { problem: this.#problem } : {}),
    };
  }

  /** Sends what is queued for at most `graceMs`, then gives up. */
  async close(graceMs = 2000): Promise<void> {
    if (this.#working) {
      await Promise.race([this.#working, sleep(graceMs, undefined, { ref: false })]);
    }
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    let wait = this.#options.firstWaitMs;
    while (this.#queue.length > 0 && !this.#stop.signal.aborted) {
      const next = this.#queue[0] as Forwarded;
      const outcome = await this.#send(next);
      if (outcome === 'done') {
        this.#remove(next);
        wait = this.#options.firstWaitMs;
        continue;
      }
      this.#counts.retries += 1;
      const pause = outcome.retryAfterMs ?? wait * (0.75 + Math.random() * 0.5);
      await sleep(pause, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
      wait = Math.min(wait * 2, this.#options.maxWaitMs);
    }
  }

  /** The body may have been given up meanwhile, so it is looked for. */
  #remove(body: Forwarded): void {
    if (this.#queue[0] === body) {
      this.#queue.shift();
      this.#queuedBytes -= body.body.byteLength;
    }
  }

  async #send(body: Forwarded): Promise<'done' | { retryAfterMs?: number }> {
    let response: Response;
    try {
      response = await fetch(`${this.#options.url}/v1/${body.signal}`, {
        method: 'POST',
        headers: { 'content-type': body.contentType },
        body: body.body as Uint8Array<ArrayBuffer>,
        redirect: 'error',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#options.timeoutMs)]),
      });
      await response.body?.cancel();
    } catch (error) {
      const cause = (error as Error).cause;
      this.#problem = `no answer (${cause instanceof Error ? cause.message : (error as Error).message})`;
      return {};
    }
    if (response.ok) {
      this.#counts.sent += 1;
      this.#problem = undefined;
      return 'done';
    }
    this.#problem = `answers ${response.status}`;
    if (RETRYABLE.has(response.status)) {
      return { retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()) };
    }
    this.#counts.refused += 1;
    return 'done';
  }
}

/** Milliseconds of a Retry-After header, in seconds or as a date; undefined where there is none. At most an hour. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (!header) {
    return undefined;
  }
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(3_600_000, Math.max(0, ms)) : undefined;
}
