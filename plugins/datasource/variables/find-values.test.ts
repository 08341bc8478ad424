import { dateTime } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { type LookUpName, type LookUpParameters } from '../lookups/look-ups.ts';
import { templatesOf } from '../testing/templates.ts';
import { findValues } from './find-values.ts';

const asked: Array<[LookUpName, LookUpParameters]> = [];
const lookUps = {
  find: async (name: LookUpName, parameters: LookUpParameters) => {
    asked.push([name, parameters]);
    return Promise.resolve([{ value: 'r1', label: '2026-11-20 07:30 (git)' }]);
  },
};
const templates = templatesOf({ project: 'shop', all: ['a', 'b'] }, { all: '$__all' });
const range = { from: dateTime(1000), to: dateTime(2000), raw: { from: 'now-1h', to: 'now' } };

describe('values of variables', () => {
  it('asks with variables filled in, and gives ids as values and names as texts', async () => {
    expect(await findValues('runs($project)', lookUps, templates, { range })).toEqual([
      { value: 'r1', text: '2026-11-20 07:30 (git)' },
    ]);
    expect(asked.at(-1)).toEqual(['runs', { project: 'shop', limit: 1000 }]);
  });

  it('asks for names of metrics in the time range, and for what is searched', async () => {
    const options = { range, searchFilter: 'cost' };
    await findValues({ query: 'label_values(m, model)', refId: 'x' }, lookUps, templates, options);
    expect(asked.at(-1)).toEqual([
      'label-values',
      { metric: 'm', label: 'model', from: 1000, to: 2000, search: 'cost', limit: 1000 },
    ]);
  });

  it('leaves "All" out', async () => {
    await findValues('runs($all)', lookUps, templates);
    expect(asked.at(-1)).toEqual(['runs', { limit: 1000 }]);
  });

  it('knows the statuses without asking', async () => {
    const before = asked.length;
    expect(await findValues('statuses()', lookUps, templates)).toContainEqual({
      value: 'in-progress',
      text: 'in-progress',
    });
    expect(await findValues('', lookUps, templates)).toEqual([]);
    expect(asked.length).toBe(before);
  });

  it('fails in a sentence', async () => {
    await expect(findValues('colours()', lookUps, templates)).rejects.toThrow(/is no look-up/);
    await expect(findValues('runs($gone)', lookUps, templates)).rejects.toThrow(/which is not there/);
  });
});
