import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { circlesOf } from './circles.ts';

const circles = (waits: Record<string, string[]>) => circlesOf(new Map(Object.entries(waits)));

describe('circles', () => {
  it('finds those that wait for each other, and nothing else', () => {
    expect(circles({ a: ['b'], b: ['a'], c: ['a'], d: ['x'] })).toEqual([['a', 'b']]);
    expect(circles({ a: ['a'] })).toEqual([['a']]);
    expect(circles({ a: ['b'], b: ['c'], c: [] })).toEqual([]);
    expect(circles({ a: ['b'], b: ['a'], c: ['d'], d: ['c', 'a'] })).toHaveLength(2);
  });

  it('walks a chain of 50,000 without running out of stack', () => {
    const chain = new Map(Array.from({ length: 50_000 }, (_, at) => [String(at), [String(at + 1)]]));
    expect(circlesOf(chain)).toEqual([]);
    chain.set('50000', ['0']);
    expect(circlesOf(chain)[0]).toHaveLength(50_001);
  });

  it('agrees with reachability', () => {
    const graphs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 });
    fc.assert(
      fc.property(graphs, (edges) => {
        const waits = new Map(Array.from({ length: 10 }, (_, at) => [String(at), [] as string[]]));
        edges.forEach(([from, to]) => waits.get(String(from))!.push(String(to)));
        const reaches = (from: string, to: string) => {
          const seen = new Set<string>();
          const open = [...waits.get(from)!];
          for (let at = open.pop(); at !== undefined; at = open.pop()) {
            if (at === to) {
              return true;
            }
            if (!seen.has(at)) {
              seen.add(at);
              open.push(...waits.get(at)!);
            }
          }
          return false;
        };
        const found = circlesOf(waits);
        const member = new Map(found.flatMap((circle, at) => circle.map((id) => [id, at] as const)));
        for (const a of waits.keys()) {
          expect(member.has(a)).toBe(reaches(a, a));
          for (const b of waits.keys()) {
            if (a !== b && member.has(a)) {
              expect(member.get(a) === member.get(b)).toBe(reaches(a, b) && reaches(b, a));
            }
          }
        }
      })
    );
  });
});
