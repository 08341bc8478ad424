import { UpstreamFailure } from './failure.ts';

const BEAT_MS = 500;
/** A thread that was held up for longer may have missed an answer, ms. */
const LATE_MS = 1000;

/**
 * Tells failures that say nothing of a server: it answered others while one question took too long, or our own thread was
 * held up so that it could not hear. Times are those of `performance.now()`.
 */
export class Excuses {
  #answeredAt = -Infinity;
  #beatAt = performance.now();
  #lateAt = -Infinity;
  readonly #timer = setInterval(() => this.#beat(), BEAT_MS).unref();

  /** The server answered something. */
  answered(): void {
    this.#answeredAt = performance.now();
  }

  /** What came of a question that was asked then: the same, or with its excuse. */
  of(error: unknown, askedAt: number): unknown {
    if (!(error instanceof UpstreamFailure) || error.excused || (error.kind !== 'timeout' && error.kind !== 'cut')) {
      return error;
    }
    this.#beat();
    if (this.#lateAt > askedAt) {
      return error.excusedBy('the service was busy itself meanwhile, ask again.');
    }
    if (error.kind === 'timeout' && this.#answeredAt > askedAt) {
      return error.excusedBy('it answered others meanwhile, so ask for less, or raise timeout.');
    }
    return error;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = performance.now();
    if (now - this.#beatAt > BEAT_MS + LATE_MS) {
      this.#lateAt = now;
    }
    this.#beatAt = now;
  }
}
