import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError } from 'cockatiel';
import { EngineError } from '../types.ts';
import { beginningOf, type Hide, MOST_SENTENCE, shortened } from './words.ts';

export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'cut'
  | 'status'
  | 'credentials'
  | 'busy'
  | 'large'
  | 'malformed'
  /** Something else answers at that address. */
  | 'stranger'
  | 'refused'
  | 'left';

interface Circumstances {
  status?: number;
  retryAfterMs?: number;
  excused?: boolean;
  final?: boolean;
}

/** Why one attempt came to nothing. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;
  readonly status?: number;
  /** How long the server asks to be left alone, ms. */
  readonly retryAfterMs?: number;
  /** It says nothing of the server: the question takes too long, or we were held up. */
  readonly excused: boolean;
  /** There is no time for another attempt. */
  readonly final: boolean;

  constructor(kind: FailureKind, message: string, more: Circumstances = {}) {
    super(shortened(message, MOST_SENTENCE));
    this.kind = kind;
    this.status = more.status;
    this.retryAfterMs = more.retryAfterMs;
    this.excused = more.excused ?? false;
    this.final = more.final ?? false;
  }

  /** The same with an excuse, the rest of a sentence. */
  excusedBy(reason: string): UpstreamFailure {
    return new UpstreamFailure(this.kind, `${this.message.replace(/\.$/, '')}: ${reason}`, { ...this, excused: true });
  }

  /** The same, after which nothing is tried any more. */
  atLast(): UpstreamFailure {
    return new UpstreamFailure(this.kind, this.message, { ...this, final: true });
  }
}

/** Whether another attempt may succeed. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof UpstreamFailure &&
    !error.final &&
    (error.kind === 'unreachable' || error.kind === 'cut' || error.kind === 'busy' || error.kind === 'status')
  );
}

/** Whether it speaks against the server's health: what is our or the asker's fault does not. */
export function isBreaking(error: unknown): boolean {
  return (
    error instanceof UpstreamFailure &&
    !error.excused &&
    (error.kind === 'unreachable' || error.kind === 'cut' || error.kind === 'timeout' || error.kind === 'status')
  );
}

/** Whether it says that something is wrong with the server or the way to it, and not with the question. */
export function isTrouble({ kind, status, excused }: UpstreamFailure): boolean {
  const ours = kind === 'busy' && status === undefined; // too much of all servers at once
  return !ours && !excused && kind !== 'refused' && kind !== 'large' && kind !== 'left';
}

const STATUS: Partial<Record<FailureKind, number>> = { timeout: 504, refused: 400, busy: 503, left: 499 };

/** The sentence for the panel. `place` names product and address, `trouble` says what is wrong with it now. */
export function engineError(error: unknown, place: string, hide: Hide, trouble?: string): EngineError {
  if (error instanceof EngineError) {
    return error;
  }
  if (error instanceof UpstreamFailure) {
    return new EngineError(`${place} ${error.message}`, 'downstream', STATUS[error.kind] ?? 502);
  }
  if (error instanceof BrokenCircuitError) {
    const why = trouble ? `: it ${trouble}` : '.';
    const text = `${place} failed several times in a row and is left alone for a moment${why}`;
    return new EngineError(text, 'downstream', 503);
  }
  if (error instanceof BulkheadRejectedError) {
    return new EngineError(`Too many questions wait for ${place}: try again, or raise concurrency.`, 'plugin', 503);
  }
  if (error instanceof TaskCancelledError) {
    return new EngineError(`${place} was not waited for any longer.`, 'downstream', 504);
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new EngineError(`${place} could not be asked: ${beginningOf(detail, MOST_SENTENCE, hide)}`);
}
