import { EngineError } from '../types.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { excessIn, mostParts } from './parts.ts';
import { OddAnswer } from './shape.ts';

/** Of what is odd about an answer, this much is said: names in it may be of any length. */
const MOST_SHOWN = 200;

/** Characters of an answer that costs little to read whatever it holds: looking through it first would be most of the cost. */
const SMALL = 2 * 1024 * 1024;

/**
 * What `read` makes of an answer's JSON, which is let go at once: nobody waits while it is held. Throws an EngineError where
 * the text is no JSON, holds too much, is nested too deeply, or is, as `read` says with an OddAnswer, nothing that this product
 * answers.
 */
export function readAnswer<T>(upstream: Upstream, text: string, read: (json: unknown) => T): T {
  const most = mostParts(upstream.options.maxBytes);
  const excess = text.length > SMALL ? excessIn(text, most) : undefined;
  if (excess?.of === 'depth') {
    throw oddAnswer(upstream, TOO_DEEP);
  }
  if (excess) {
    throw tooMany(upstream, `more than ${most.toLocaleString('en')} values`);
  }
  try {
    return read(upstream.parse(text));
  } catch (error) {
    if (error instanceof OddAnswer) {
      throw oddAnswer(upstream, error.message);
    }
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      throw oddAnswer(upstream, TOO_DEEP);
    }
    throw error;
  }
}

const TOO_DEEP = 'it is nested too deeply';

/** An answer that is smaller than it may be, but costs too much to be read. */
export function tooMany(upstream: Upstream, what: string): EngineError {
  return new EngineError(`${upstream.place} answered with ${what}: ask for less, or raise maxAnswerMb.`);
}

function oddAnswer(upstream: Upstream, what: string): EngineError {
  const { product } = upstream.options;
  return upstream.odd(`does not answer as ${product} does (${upstream.words(what, MOST_SHOWN)}): is the url right?`);
}
