import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeSpans } from './whole-spans.ts';

interface Span {
  name: string;
  attributes: unknown[];
  links: unknown[];
}

const trace = (resources: Span[][]) => ({
  result: {
    resourceSpans: resources.map((spans, n) => ({
      resource: { attributes: [{ key: 'spans', value: { arrayValue: { values: [{ intValue: n }] } } }] },
      scopeSpans: [{ scope: { name: 'spans' }, spans }],
    })),
  },
});
const spansIn = (answer: ReturnType<typeof trace>) =>
  answer.result.resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans = [] }) => spans));

const odd = fc.oneof(fc.string(), fc.constantFrom('"spans":[{', '\\', '\\"', '}]', '{', '['));
const span = fc.record({
  name: odd,
  attributes: fc.array(fc.record({ key: odd, value: fc.record({ stringValue: odd }) }), { maxLength: 2 }),
  links: fc.array(fc.record({ traceId: odd }), { maxLength: 2 }),
});

describe('the beginning of a trace', () => {
  it('is its first whole spans, wherever it was cut and whatever names say', () => {
    fc.assert(
      fc.property(fc.array(fc.array(span, { maxLength: 3 }), { maxLength: 3 }), fc.nat(), (resources, n) => {
        const text = JSON.stringify(trace(resources));
        const all = resources.flat();
        const some = wholeSpans(text.slice(0, n % (text.length + 1)));
        if (some !== undefined) {
          const spans = spansIn(JSON.parse(some) as ReturnType<typeof trace>);
          expect(spans.length).toBeGreaterThan(0);
          expect(spans).toEqual(all.slice(0, spans.length));
        }
      })
    );
  });

  it('loses only what was cut', () => {
    const spans = [1, 2, 3].map((n) => ({ name: `s${n}`, attributes: [], links: [] }));
    const text = JSON.stringify(trace([spans]));
    const third = text.indexOf('{"name":"s3"');
    expect(spansIn(JSON.parse(wholeSpans(text.slice(0, third + 5))!) as ReturnType<typeof trace>)).toEqual(
      spans.slice(0, 2)
    );
    expect(spansIn(JSON.parse(wholeSpans(text)!) as ReturnType<typeof trace>)).toEqual(spans);
  });

  it('is what came before nesting that no trace has, at the cost of one look', () => {
    const text = JSON.stringify(trace([[{ name: 'a', attributes: [], links: [] }]]));
    const began = text.slice(0, text.indexOf(']}]}]}}'));
    const some = wholeSpans(began + ',{"x":' + '{"spans":[{},'.repeat(1_000_000));
    expect(spansIn(JSON.parse(some!) as ReturnType<typeof trace>)[0]).toMatchObject({ name: 'a' });
    expect(some!.length).toBeLessThan(5000);
    expect(wholeSpans('['.repeat(10_000_000))).toBeUndefined();
    expect(wholeSpans('"' + '\\"'.repeat(100_000))).toBeUndefined();
  });

  it('without one whole span is nothing', () => {
    const text = JSON.stringify(trace([[{ name: 'a', attributes: [], links: [] }]]));
    for (const cut of ['', '<html>', text.slice(0, text.indexOf('"name"') + 3)]) {
      expect(wholeSpans(cut)).toBeUndefined();
    }
  });
});
