import { describe, expect, it } from 'vitest';
import { checkAnswer, checkFrame } from './check-frame.ts';
import { buildFrame, type Column } from './frames.ts';

const columns: Column[] = [
  { name: 'id', kind: 'string', description: '' },
  { name: 'n', kind: 'number', description: '' },
  { name: 'i', kind: 'integer', nullable: true, description: '' },
];
const good = () =>
  structuredClone(
    buildFrame('t', columns, [
      { id: 'a', n: Number.NaN, i: Number.NaN },
      { id: 'b', n: 2, i: 3 },
    ])
  );

describe('checkFrame', () => {
  it('accepts what buildFrame makes, NaN in whole-number columns included', () => {
    expect(checkFrame(good())).toEqual([]);
    expect(good().data).toEqual({
      values: [
        ['a', 'b'],
        [0, 2],
        [null, 3],
      ],
      entities: [null, { NaN: [0], Inf: [], NegInf: [] }, null],
    });
  });

  it('refuses data before schema', () => {
    const { schema, data } = good();
    expect(checkFrame({ data, schema })[0]).toMatch(/in this order/);
  });

  it.each([
    ['a missing type', (frame: ReturnType<typeof good>) => Reflect.deleteProperty(frame.schema.fields[0]!, 'typeInfo')],
    ['an unknown key', (frame: ReturnType<typeof good>) => Object.assign(frame.schema, { length: 2 })],
    ['columns of unequal length', (frame: ReturnType<typeof good>) => frame.data.values[1]!.pop()],
    ['a column too many', (frame: ReturnType<typeof good>) => frame.data.values.push([1, 2])],
    ['a null it was not told of', (frame: ReturnType<typeof good>) => (frame.data.values[0]![1] = null)],
    ['a fraction in int64', (frame: ReturnType<typeof good>) => (frame.data.values[2]![1] = 1.5)],
    ['text in float64', (frame: ReturnType<typeof good>) => (frame.data.values[1]![1] = '2')],
    ['entities of int64', (frame: ReturnType<typeof good>) => (frame.data.entities![2] = { NaN: [0] })],
    ['entities outside the rows', (frame: ReturnType<typeof good>) => (frame.data.entities![1] = { NaN: [7] })],
  ])('refuses %s', (_what, spoil) => {
    const frame = good();
    spoil(frame);
    expect(checkFrame(frame)).not.toEqual([]);
  });
});

describe('checkAnswer', () => {
  it('refuses unknown keys beside results and in a result, and a result that says nothing', () => {
    expect(checkAnswer({ results: {}, took: 3 })).not.toEqual([]);
    expect(checkAnswer({ results: { A: { status: 200, frames: [], message: '' } } })).not.toEqual([]);
    expect(checkAnswer({ results: { A: { status: 200 } } })).not.toEqual([]);
    expect(checkAnswer({ results: { A: { status: 400, error: 'x', errorSource: 'user' } } })).not.toEqual([]);
  });
});
