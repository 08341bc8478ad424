import {
  BrokenCircuitError,
  BulkheadRejectedError,
  type CircuitBreakerPolicy,
  CircuitState,
  type IPolicy,
} from 'cockatiel';
import { Agent } from 'undici';
import { type PartHealth } from '../../store/types.ts';
import { EngineError } from '../types.ts';
import { shownAddress } from '../../util/shown-address.ts';
import { attempt, type Connection } from './attempt.ts';
import { Condition, type Trouble } from './condition.ts';
import { Excuses } from './excuses.ts';
import { engineError, isTrouble, UpstreamFailure } from './failure.ts';
import { type Probe, type UpstreamAnswer, type UpstreamOptions, type UpstreamRequest } from './options.ts';
import { policiesOf, worthWaiting } from './policies.ts';
import { hiderOf } from './secrets.ts';
import { SharedAnswers } from './shared-answers.ts';
import { Watch } from './watch.ts';
import { beginningOf, MOST_SENTENCE } from './words.ts';

/** Bytes of finished answers kept for others who ask the same. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Distance of probes while there is trouble, ms. */
const PROBE_MS = 15_000;
/** A refusal may be anybody's: who has not answered well for this long is then asked whether it is the server meant, ms. */
const DOUBT_MS = 60_000;
/** Of an answer that is none, this much is shown. */
const SHOWN = 60;

/** What a server was asked and how it went, for metrics. */
export interface UpstreamStats {
  product: string;
  url: string;
  requests: number;
  failures: number;
  retries: number;
  /** Answered without a request: from one under way, or kept. */
  shared: number;
  /** 0 closed (asked), 0.5 tried again, 1 open (left alone). */
  breaker: number;
  /** What is or was wrong last. */
  trouble?: Trouble;
}

/**
 * A server that is asked: with a deadline, a bound on what it may answer, retries of reads, and a breaker that leaves it
 * alone when it fails again and again. The same question by several at once goes out once. While something is wrong
 * and nobody asks, it is probed, so that health and metrics tell when it is back.
 */
export class Upstream {
  readonly options: UpstreamOptions;
  /** Names it in sentences. */
  readonly place: string;
  readonly #agent: Agent;
  readonly #connection: Connection;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #once: IPolicy;
  readonly #again: IPolicy;
  readonly #shared: SharedAnswers<UpstreamAnswer>;
  readonly #condition = new Condition();
  readonly #excuses = new Excuses();
  readonly #closing = new AbortController();
  readonly #watch: Watch | undefined;
  readonly #probe: Probe | undefined;
  #doubting = false;
  #asked = 0;
  #requests = 0;
  #failures = 0;
  #retries = 0;

  /** Without a probe nothing is asked but what others ask. */
  constructor(options: UpstreamOptions, probe?: Probe, probeMs = PROBE_MS) {
    this.options = options;
    this.place = `${options.product} at ${shownAddress(options.url)}`;
    const { tls } = options;
    this.#agent = new Agent({
      connections: options.concurrency,
      headersTimeout: 0, // the deadline of the question counts
      bodyTimeout: 0,
      connect: {
        timeout: Math.min(5000, options.timeoutMs),
        ...(tls ? { ca: tls.ca, cert: tls.cert, key: tls.key, rejectUnauthorized: tls.verify } : {}),
      },
    });
    this.#connection = { options, dispatcher: this.#agent, hide: hiderOf(options.headers) };
    this.#watch = probe && new Watch(probeMs, () => this.#look(probe));
    this.#probe = probe;
    const { breaker, once, again } = policiesOf(options.concurrency, () => void this.#retries++);
    this.#breaker = breaker;
    this.#once = once;
    this.#again = again;
    this.#shared = new SharedAnswers({ maxBytes: KEPT_BYTES }, ({ text }) => text.length);
  }

  /** The answer; rejects with an EngineError that names the server and says what is wrong. */
  async ask(request: UpstreamRequest, signal?: AbortSignal): Promise<UpstreamAnswer> {
    if (DOTS.test(request.path)) {
      throw new EngineError(`${this.place} has nothing that is called “.” or “..”.`, 'downstream', 400);
    }
    this.#asked++;
    try {
      if (request.idempotent === false) {
        return await this.#send(request, signal ?? new AbortController().signal);
      }
      return await this.#shared.get(keyOf(request), request.keepMs ?? 0, (all) => this.#send(request, all), signal);
    } catch (error) {
      if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError) {
        this.#asked--; // not answered by another's request either
      }
      const failure = signal?.aborted ? new UpstreamFailure('left', LEFT) : error;
      throw engineError(failure, this.place, this.#connection.hide, this.#condition.trouble?.text);
    }
  }

  /** As `ask`, parsed. What is no JSON is said to be none. */
  async json(request: UpstreamRequest, signal?: AbortSignal): Promise<unknown> {
    return this.parse((await this.ask(request, signal)).text);
  }

  /** An answer's JSON; throws an EngineError where it is none. */
  parse(text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      const shown = beginningOf(text, SHOWN, this.#connection.hide);
      throw this.odd(`answered with something that is no JSON (“${shown}”): is the url right?`);
    }
  }

  /**
   * For whoever finds an answer to be of another kind than this product's: the error to throw, which counts against the
   * server's health. `text` goes on after product and address.
   */
  odd(text: string): EngineError {
    const { hide } = this.#connection;
    const failure = new UpstreamFailure('malformed', beginningOf(text, MOST_SENTENCE, hide));
    this.#blame(failure);
    return engineError(failure, this.place, hide);
  }

  /** Any of the server's words as they may be shown: without what was sent to it in secret, and not too many. */
  words(text: string, most = MOST_SENTENCE): string {
    return beginningOf(text, most, this.#connection.hide);
  }

  /** As of the last questions; nothing is asked for it. */
  health(): PartHealth {
    const { trouble, answered } = this.#condition;
    const { state } = this.#breaker;
    if (state === CircuitState.Closed && !trouble) {
      const text = answered ? 'answers.' : this.#requests > 0 ? 'has not answered yet.' : 'has not been asked yet.';
      return { state: 'ok', text: `${this.place} ${text}` };
    }
    const resting = state === CircuitState.Open;
    const text = `${this.place} ${trouble?.text ?? 'failed.'}${resting ? ' It is left alone for a moment.' : ''}`;
    return { state: resting ? 'down' : 'degraded', text, since: trouble?.since };
  }

  stats(): UpstreamStats {
    const { state } = this.#breaker;
    return {
      product: this.options.product,
      url: shownAddress(this.options.url),
      requests: this.#requests,
      failures: this.#failures,
      retries: this.#retries,
      shared: Math.max(0, this.#asked - (this.#requests - this.#retries)),
      breaker: state === CircuitState.Closed ? 0 : state === CircuitState.HalfOpen ? 0.5 : 1,
      trouble: this.#condition.latest,
    };
  }

  async close(): Promise<void> {
    this.#watch?.stop();
    this.#excuses.stop();
    this.#closing.abort();
    await this.#agent.destroy();
  }

  async #send(request: UpstreamRequest, left: AbortSignal): Promise<UpstreamAnswer> {
    const { timeoutMs } = this.options;
    const askedAt = performance.now();
    const leftMs = () => timeoutMs - (performance.now() - askedAt);
    const signal = AbortSignal.any([left, AbortSignal.timeout(timeoutMs)]);
    const policy = request.idempotent === false ? this.#once : this.#again;
    return policy.execute(async () => {
      this.#requests++;
      try {
        const answer = await attempt(this.#connection, request, { signal, leftMs: leftMs() });
        this.#excuses.answered();
        if (answer.status < 300) {
          this.#condition.good();
        } else {
          this.#condition.heard();
        }
        return answer;
      } catch (caught) {
        const error = this.#excuses.of(caught, askedAt);
        this.#note(error);
        throw worthWaiting(error, leftMs());
      }
    }, signal);
  }

  #note(error: unknown): void {
    if (!(error instanceof UpstreamFailure) || error.kind === 'left') {
      return;
    }
    this.#failures++;
    this.#blame(error);
  }

  #blame(failure: UpstreamFailure): void {
    if (isTrouble(failure)) {
      this.#condition.bad(failure.message);
      this.#watch?.start();
    } else if (failure.kind === 'refused' || (failure.excused && failure.status !== undefined)) {
      this.#excuses.answered();
      this.#condition.heard();
      this.#doubt();
    }
  }

  #doubt(): void {
    if (this.#probe && !this.#doubting && !this.#condition.knownWithin(DOUBT_MS)) {
      this.#doubting = true;
      void this.#ask(this.#probe).finally(() => (this.#doubting = false));
    }
  }

  /** Whether there is to be another one. What comes of it is noted where it happens. */
  async #look(probe: Probe): Promise<boolean> {
    if (this.#condition.trouble) {
      await this.#ask(probe);
    }
    return this.#condition.trouble !== undefined;
  }

  /** Asks whether it is the server meant; the answer, or that there is none, becomes its condition. */
  async #ask({ request, fits }: Probe): Promise<void> {
    const { product } = this.options;
    try {
      if (!fits(await this.json({ ...request, idempotent: false }, this.#closing.signal))) {
        this.odd(`does not answer as ${product} does: is the url right?`);
      }
    } catch (error) {
      // Others are noted where they come up.
      if (error instanceof EngineError && error.status === 400) {
        this.odd(`refuses what every ${product} answers: is the url right?`);
      }
    }
  }
}

/** A name that would lead to another path of the server, for it goes out of addresses. */
const DOTS = /\/\.{1,2}(\/|$)/;

const LEFT = 'was not waited for: whoever asked has gone.';

function keyOf({ method, path, query, headers, body }: UpstreamRequest): string {
  const sent = body === undefined ? '' : 'form' in body ? body.form.toString() : body.json;
  return `${method} ${path}?${query?.toString() ?? ''}\n${headers ? JSON.stringify(headers) : ''}\n${sent}`;
}
