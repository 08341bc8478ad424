import { type QueryAnswer } from '#contract/frames.ts';
import { type QueryRequest } from '#contract/queries.ts';
import { SharedAnswers } from '../telemetry/upstream/shared-answers.ts';
import { settled } from './moving-range.ts';

/** How long an answer may serve others, ms; it is given up sooner where something was written meanwhile. */
const KEEP_MS = 1000;
/** Bytes of answers kept. */
const KEPT_BYTES = 32 * 1024 * 1024;

export interface SharedQueriesParts {
  ask(request: unknown, signal: AbortSignal | undefined): Promise<Uint8Array>;
  /** Whether a query of this type is answered by a server over the network. */
  isRemote(queryType: string): boolean;
  now?: () => number;
}

/**
 * Answers of queries, encoded, for all who ask the same at the same time: a thousand viewers of a dashboard cost as much
 * as one. Whoever has written something sees it: what was answered before a write serves nobody after it.
 */
export class SharedQueries {
  readonly #parts: SharedQueriesParts;
  readonly #shared: SharedAnswers<Uint8Array>;
  readonly #now: () => number;
  #writes = 0;
  #journalWrites = 0;
  #sweep: NodeJS.Timeout | undefined;

  constructor(parts: SharedQueriesParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.#shared = new SharedAnswers({ maxBytes: KEPT_BYTES, now: this.#now }, (bytes) => bytes.byteLength);
  }

  /** Something was written; `journal`: something that servers' answers are joined with, too. */
  changed({ journal }: { journal: boolean }): void {
    this.#writes++;
    this.#journalWrites += journal ? 1 : 0;
  }

  /** Encoded answer. Where the asker has gone meanwhile it says so and holds nothing else. */
  async answer(request: unknown, signal?: AbortSignal): Promise<Uint8Array> {
    if (!hasQueries(request)) {
      return this.#parts.ask(request, signal);
    }
    const now = this.#now();
    const remote = (queryType: string) => this.#parts.isRemote(queryType);
    const asked: QueryRequest = {
      ...request,
      queries: request.queries.map((one) => settled(one, now, remote(one.queryType))),
    };
    const version = asked.queries.every(({ queryType }) => remote(queryType)) ? this.#journalWrites : this.#writes;
    const key = `${version}\n${JSON.stringify(asked)}`;
    try {
      return await this.#shared.get(key, keepFor, (all) => this.#ask(asked, all), signal);
    } catch (error) {
      if (signal?.aborted) {
        return nobodyWaits(request);
      }
      throw error;
    }
  }

  close(): void {
    clearTimeout(this.#sweep);
  }

  async #ask(request: QueryRequest, signal: AbortSignal): Promise<Uint8Array> {
    const answer = await this.#parts.ask(request, signal);
    // Nothing is held longer than it may serve.
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined;
      this.#shared.forget();
    }, 2 * KEEP_MS).unref();
    return answer;
  }
}

const hasQueries = (request: unknown): request is QueryRequest =>
  Array.isArray((request as { queries?: unknown } | null)?.queries);

/** An answer in which something failed is asked anew by the next. */
function keepFor(answer: Uint8Array): number {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  return bytes.includes('"errorSource"') ? 0 : KEEP_MS;
}

function nobodyWaits({ queries }: QueryRequest): Uint8Array {
  const error = 'Nobody waits for this answer any more: whoever asked has gone.';
  const results = Object.fromEntries(
    queries.map(({ refId }) => [refId, { status: 499, error, errorSource: 'downstream' as const }])
  );
  return new TextEncoder().encode(JSON.stringify({ results } satisfies QueryAnswer));
}
