import { describe, expect, it } from 'vitest';
import { isListed, linkAddress } from './link-address.ts';
import { type DashboardJson } from './model.ts';
import { variableProblems } from './problems.ts';

const dashboard: DashboardJson = {
  uid: 'x',
  title: 'X',
  templating: {
    list: [
      { name: 'project', type: 'query' },
      { name: 'Filters', type: 'adhoc' },
    ],
  },
  panels: [
    {
      type: 'stat',
      title: 'Cost of ${project:text}, $5 at most',
      targets: [{ refId: 'A', query: { project: '$project', run: '${run}', step: '$__interval' } }],
    },
  ],
};

describe('what is wrong with variables', () => {
  it('is said, each in a sentence', () => {
    expect(variableProblems(dashboard, '?var-project=a&var-gone=b&from=now-1h')).toEqual([
      'Of a kind this page has no control for: “Filters (adhoc)”. Panels are shown without it.',
      'Panels use a variable this dashboard does not have: “run”. They ask for it as it is written.',
      'The address sets a variable this dashboard does not have: “gone”. It is ignored.',
    ]);
  });

  it('is nothing where all is well', () => {
    expect(variableProblems({ ...dashboard, templating: { list: [] }, panels: [] }, '?from=now-1h')).toEqual([]);
  });
});

describe('links of a dashboard', () => {
  const fill = (text: string) =>
    text.replace('${__url_time_range}', 'from=1&to=2').replace('${__all_variables}', 'var-project=a');

  it('take time range and variables along where they are told to', () => {
    expect(linkAddress({ url: '/d/y' }, fill)).toBe('/d/y');
    expect(linkAddress({ url: '/d/y', keepTime: true, includeVars: true }, fill)).toBe(
      '/d/y?from=1&to=2&var-project=a'
    );
    expect(linkAddress({ url: '/d/y?a=1', includeVars: true }, fill)).toBe('/d/y?a=1&var-project=a');
  });

  it('list dashboards that have every tag, without the one they stand on', () => {
    const link = { title: 'Others', type: 'dashboards' as const, tags: ['taskmaster'] };
    expect(isListed(link, { uid: 'y', tags: ['taskmaster', 'cost'] }, 'x')).toBe(true);
    expect(isListed(link, { uid: 'x', tags: ['taskmaster'] }, 'x')).toBe(false);
    expect(isListed(link, { uid: 'y', tags: [] }, 'x')).toBe(false);
  });
});
