import { describe, expect, it } from 'vitest';
import { frameOf } from '../testing/frames.ts';
import { flagAt, idsAt, numberAt, textAt } from './cells.ts';

const column = (...values: unknown[]) => frameOf('x', { value: values }).fields[0];

describe('cells', () => {
  it('reads text of what has one', () => {
    const field = column(' a ', 5, Number.NaN, null, undefined, true, {}, 7n);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 99].map((row) => textAt(field, row))).toEqual([
      'a',
      '5',
      '',
      '',
      '',
      'true',
      '',
      '7',
      '',
    ]);
    expect(textAt(undefined, 0)).toBe('');
  });

  it('reads finite numbers only', () => {
    const field = column(0, '1.5', '', 'x', Infinity, true, null);
    expect([0, 1, 2, 3, 4, 5, 6].map((row) => numberAt(field, row))).toEqual([0, 1.5, null, null, null, null, null]);
  });

  it('reads flags in the ways sources write them', () => {
    const field = column(true, 0, 'Yes', 'false', '', null);
    expect([0, 1, 2, 3, 4, 5].map((row) => flagAt(field, row))).toEqual([true, false, true, false, null, null]);
  });

  it('reads lists of ids from arrays, JSON and commas', () => {
    const field = column(['a', 1, null], '["b", 2]', 'c, d,', '[e, f', 3, {});
    expect([0, 1, 2, 3, 4, 5].map((row) => idsAt(field, row))).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', 'd'],
      ['e', 'f'],
      ['3'],
      [],
    ]);
  });
});
