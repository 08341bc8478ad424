import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templatesOf } from '../testing/templates.ts';
import { interpolateQuery } from './interpolate.ts';

const templates = templatesOf(
  { project: 'shop', runs: ['r1', 'r2'], everything: ['a', 'b', 'c'], empty: '', model: ['opus', 'son.net'] },
  { everything: '$__all' }
);
const fill = (query: Record<string, unknown>, scoped = {}) => interpolateQuery(query, templates, scoped);

describe('variables in queries', () => {
  it('fills in texts, and leaves a field out where the variable is empty or "All"', () => {
    expect(fill({ project: '$project', tag: '${project}', run: '$empty', taskId: '$everything' })).toEqual({
      project: 'shop',
      tag: 'shop',
    });
  });

  it('takes the newest run where a link says "All" to a dashboard of one run', () => {
    expect(interpolateQuery({ run: '$run', project: '$run' }, templatesOf({ run: 'All' }))).toEqual({
      run: 'newest',
      project: 'All',
    });
  });

  it('makes lists of several values, without doubles', () => {
    expect(fill({ status: ['$runs', 'done', 'r1'], kinds: ['$everything'], types: [] })).toEqual({
      status: ['r1', 'r2', 'done'],
    });
  });

  it('says in a sentence that one value is wanted', () => {
    expect(() => fill({ run: '$runs' })).toThrow(/"run" takes one value, and \$runs holds 2/);
  });

  it('says in a sentence that a variable is not there', () => {
    expect(() => fill({ project: '$nobody' })).toThrow('"project" is the variable $nobody, which is not there.');
    expect(() => fill({ project: '${nobody}' })).toThrow(/which is not there/);
    expect(fill({ search: '$5 and 10%', eventName: 'costs $5' })).toEqual({
      search: '$5 and 10%',
      eventName: 'costs $5',
    });
  });

  it('takes the value of a repeated panel, not "All"', () => {
    expect(fill({ run: '$everything' }, { everything: { value: 'b', text: 'b' } })).toEqual({ run: 'b' });
  });

  it('makes patterns of filters with several values, and drops those that restrict nothing', () => {
    const one = (op: string, value: string) => fill({ filters: [{ label: 'model', op, value }] }).filters;
    expect(one('=', '$model')).toEqual([{ label: 'model', op: '=~', value: String.raw`opus|son\.net` }]);
    expect(one('!=', '$model')).toEqual([{ label: 'model', op: '!~', value: String.raw`opus|son\.net` }]);
    expect(one('=~', '$model')).toEqual([{ label: 'model', op: '=~', value: '(opus|son.net)' }]);
    expect(one('=', '$everything')).toBeUndefined();
    expect(one('=', '$empty')).toBeUndefined();
    expect(one('=', '')).toEqual([{ label: 'model', op: '=', value: '' }]);
    expect(fill({ filters: [{ label: '', op: '=', value: 'x' }] })).toEqual({});
  });

  it('leaves queries without variables as they are', () => {
    const text = fc.string({ minLength: 1 }).filter((one) => !/[$[\u001f]/.test(one));
    const query = fc.record({
      project: text,
      search: text,
      limit: fc.integer(),
      instant: fc.boolean(),
      status: fc.uniqueArray(text, { minLength: 1 }),
    });
    fc.assert(fc.property(query, (one) => void expect(fill(one)).toEqual(one)));
  });
});
