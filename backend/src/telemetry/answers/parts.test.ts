import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UpstreamOptions } from '../upstream/options.ts';
import { Upstream } from '../upstream/upstream.ts';
import { excessIn, placeBeyond } from './parts.ts';
import { readAnswer } from './read-answer.ts';

/** Values of a JSON value as they are counted: an opening bracket each, and what stands behind commas. */
function count(value: unknown): number {
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : undefined;
  return inner === undefined
    ? 0
    : 1 + Math.max(0, inner.length - 1) + inner.reduce<number>((sum, one) => sum + count(one), 0);
}

describe('excessIn', () => {
  it('counts brackets and commas, but not those in texts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const own = count(JSON.parse(text));
        expect(excessIn(text, own)).toBeUndefined();
        expect(own === 0 ? undefined : excessIn(text, own - 1)?.of).toBe(own === 0 ? undefined : 'values');
      })
    );
  });

  it('finds what is nested too deeply, but not in texts', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(excessIn(deep(200), 1e6)).toBeUndefined();
    expect(excessIn(deep(201), 1e6)).toEqual({ of: 'depth', at: 200 });
    expect(excessIn(`${deep(150)}${deep(150)}`, 1e6)).toBeUndefined();
    expect(excessIn(JSON.stringify([`"\\${deep(5000)}`]), 1)).toBeUndefined();
    expect(placeBeyond(deep(201), 10)).toBe(10);
  });
});

it('an answer that is nested too deeply is refused before it is read', () => {
  const options: UpstreamOptions = {
    product: 'Jaeger',
    url: 'http://server',
    headers: {},
    timeoutMs: 1000,
    concurrency: 1,
    maxBytes: 1e6,
  };
  let read = false;
  class Counting extends Upstream {
    override parse(text: string): unknown {
      read = true;
      return super.parse(text);
    }
  }
  const long = ' '.repeat(2 * 1024 * 1024); // a small one is read at once
  const deep = `{"data":${'['.repeat(300)}${']'.repeat(300)}}${long}`;
  expect(() => readAnswer(new Counting(options), deep, (json) => json)).toThrow(
    'Jaeger at http://server does not answer as Jaeger does (it is nested too deeply): is the url right?'
  );
  expect(read).toBe(false);
});
