import { describe, expect, it } from 'vitest';
import { toServiceQueries } from './ds-query.ts';

const NOW = 1_795_176_000_000;

describe("Grafana's query body", () => {
  it("becomes the service's: our fields inside `query`, each with the range", () => {
    const target = {
      refId: 'A',
      queryType: 'tasks',
      query: { project: 'p' },
      datasource: { uid: 'taskmaster' },
      datasourceId: 1,
      intervalMs: 1000,
      maxDataPoints: 500,
    };
    expect(toServiceQueries({ queries: [target], from: '1000', to: '2000' }, NOW)).toEqual({
      queries: [
        {
          refId: 'A',
          queryType: 'tasks',
          timeRange: { from: 1000, to: 2000 },
          intervalMs: 1000,
          maxDataPoints: 500,
          query: { project: 'p' },
        },
      ],
    });
  });

  it('asks for the last hour where no range is given', () => {
    const { queries } = toServiceQueries({ queries: [{ refId: 'A' }], from: 'soon' }, NOW);
    expect(queries[0]).toMatchObject({ queryType: '', query: {}, timeRange: { from: NOW - 3_600_000, to: NOW } });
  });
});
