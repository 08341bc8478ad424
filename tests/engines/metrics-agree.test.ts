import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Aggregation } from '#contract/queries.ts';
import { type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { differences, type MetricTwins, metricTwins } from './support/twins.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const END = START + 3 * 3_600_000;

let twins: MetricTwins;
beforeAll(async () => {
  twins = await metricTwins(END);
  await twins.write([...counters(), ...gauges(), ...histograms(), ...sparse()]);
});
afterAll(() => twins.stop());

/** Four sessions' cumulative counters, every 15 s with gaps; one starts late, two restart. */
function counters(): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const [n, session] of ['s-a', 's-b', 's-c', 's-d'].entries()) {
    const begin = START + n * 20 * MINUTE;
    for (const [k, type] of ['input', 'output'].entries()) {
      let value = 0;
      for (let at = begin + 7000; at < END; at += 15_000) {
        const i = (at - begin) / 15_000;
        value = n > 1 && Math.floor(i) % 131 === 130 ? 3 : value + ((i * (k + 3)) % 17) * 0.5;
        const gap = n === 1 && at > START + 60 * MINUTE && at < START + 75 * MINUTE;
        if (!gap) {
          points.push({
            name: 'agent.token.usage',
            unit: 'tokens',
            kind: 'counter',
            temporality: 'cumulative',
            labels: { type, model: `m${n % 2}` },
            at,
            value,
            startAt: START - 1000,
            origin: { session, ...(n === 3 ? {} : { project: n < 2 ? 'shop' : 'api' }) },
          });
        }
      }
    }
  }
  // Began with the store's range: what the first export counted was counted since then.
  return points.map((point) => ({
    ...point,
    startAt: START - 1000 + (point.origin.session!.charCodeAt(2) - 97) * 20 * MINUTE,
  }));
}

function gauges(): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const host of ['a', 'b', 'quo"te\\n', 'üñí 💡', 'line\nbreak']) {
    for (let at = START; at < END; at += 30_000) {
      const value = Math.sin(at / 500_000 + host.length) * 100;
      points.push({
        name: 'host.memory',
        unit: 'By',
        kind: 'gauge',
        labels: { host },
        at,
        value,
        origin: { service: 'host' },
      });
    }
  }
  return points;
}

function histograms(): MetricPoint[] {
  const points: MetricPoint[] = [];
  const bounds = [0.1, 0.5, 1, 5, 10];
  for (const tool of ['Bash', 'Edit']) {
    const counts = [0, 0, 0, 0, 0, 0];
    let sum = 0;
    for (let at = START + 10_000, i = 0; at < END; at += 30_000, i++) {
      const place = (i * 7 + tool.length) % 13;
      if (place < 6) {
        counts[place]! += 1 + (i % 3);
        sum += (bounds[place] ?? 20) * 0.8 * (1 + (i % 3));
      }
      const count = counts.reduce((a, b) => a + b, 0);
      points.push({
        name: 'tool.duration',
        unit: 's',
        kind: 'histogram',
        temporality: 'cumulative',
        labels: { tool },
        at,
        startAt: START,
        histogram: { count, sum, bounds, counts: [...counts] },
        origin: { session: 's-a' },
      });
    }
  }
  return points;
}

/** Deltas that come seldom: what a short session adds. */
function sparse(): MetricPoint[] {
  return [4, 4.2, 33, 34, 71, 110, 111, 175].map((minutes, i) => ({
    name: 'agent.cost',
    unit: 'USD',
    kind: 'counter',
    temporality: 'delta',
    labels: { model: 'm0' },
    startAt: START + (minutes - 1) * MINUTE,
    at: START + minutes * MINUTE,
    value: 0.25 * (i + 1),
    origin: { session: `short-${i % 3}`, project: 'shop' },
  }));
}

function ask(more: Partial<MetricQuery> & { metric: string; aggregation: Aggregation }): MetricQuery {
  return {
    groupBy: [],
    filters: [],
    range: { from: START, to: END },
    stepMs: MINUTE,
    instant: false,
    limit: 100,
    ...more,
  };
}

async function agree(query: MetricQuery, tolerance?: number): Promise<void> {
  const [embedded, remote] = await twins.ask(query);
  expect(embedded.series.length, 'a comparison of nothing says nothing').toBeGreaterThan(0);
  expect(differences(embedded, remote, tolerance)).toEqual([]);
  expect({ unit: remote.unit, kind: remote.kind }).toEqual({ unit: embedded.unit, kind: embedded.kind });
}

const STEPS = [15_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 3_600_000];

describe('counters', () => {
  for (const aggregation of ['increase', 'rate', 'sum', 'count', 'avg', 'min', 'max', 'last'] as const) {
    it.each(STEPS)(`${aggregation}, points %i ms apart`, async (stepMs) => {
      const query = { metric: 'agent.token.usage', aggregation, stepMs };
      await agree(ask({ ...query, filters: [{ label: 'session', op: '=~', value: 's-[ab]' }] }));
      await agree(
        ask({ ...query, groupBy: ['session', 'type'], filters: [{ label: 'session', op: '!~', value: 's-[cd]' }] })
      );
    });
  }

  it.each([15_000, MINUTE, 15 * MINUTE])('resets, points %i ms apart', async (stepMs) => {
    const filters = [{ label: 'session', op: '=~' as const, value: 's-[cd]' }];
    await agree(ask({ metric: 'agent.token.usage', aggregation: 'increase', stepMs, groupBy: ['session'], filters }));
  });

  it('with a range of its own and one value for all of it', async () => {
    for (const [from, to] of [
      [0, 30],
      [45, 90],
      [10, 170],
    ] as const) {
      const range = { from: START + from * MINUTE, to: START + to * MINUTE };
      const filters = [{ label: 'session', op: '=~' as const, value: 's-[ab]' }];
      await agree(
        ask({ metric: 'agent.token.usage', aggregation: 'increase', range, instant: true, groupBy: ['type'], filters })
      );
      await agree(ask({ metric: 'agent.token.usage', aggregation: 'max', range, instant: true, groupBy: ['model'] }));
    }
  });

  it('what a short session added, with its first export', async () => {
    await agree(ask({ metric: 'agent.cost', aggregation: 'increase', groupBy: ['session'] }));
    await agree(ask({ metric: 'agent.cost', aggregation: 'increase', instant: true }));
    await agree(ask({ metric: 'agent.cost', aggregation: 'rate', stepMs: 15 * MINUTE }));
  });
});

describe('filters', () => {
  const metric = 'agent.token.usage';
  it.each<[string, Partial<MetricQuery>]>([
    ['sessions', { sessions: ['s-a', 's-c', 'none'] }],
    ['project', { project: 'shop' }],
    ['project and sessions, both', { project: 'shop', sessions: ['s-a', 's-c'] }],
    ['a label that is missing', { filters: [{ label: 'project', op: '=', value: '' }] }],
    ['a label nobody has', { filters: [{ label: 'nobody', op: '=', value: '' }] }],
    ['not equal', { filters: [{ label: 'type', op: '!=', value: 'input' }] }],
    ['a pattern', { filters: [{ label: 'model', op: '=~', value: 'm[0-9]' }] }],
    ['no pattern', { filters: [{ label: 'session', op: '!~', value: 's-a|s-b' }] }],
    ['an empty pattern beside a value', { filters: [{ label: 'project', op: '=~', value: '|api' }] }],
  ])('%s', async (_name, more) => {
    await agree(ask({ metric, aggregation: 'last', groupBy: ['session', 'project'], ...more }));
  });

  it.each(['quo"te\\n', 'üñí 💡', 'line\nbreak'])('a value that needs escapes: %j', async (value) => {
    const filters = [{ label: 'host', op: '=' as const, value }];
    await agree(ask({ metric: 'host.memory', aggregation: 'last', groupBy: ['host'], filters }));
    const pattern = value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace('\n', '.');
    await agree(
      ask({ metric: 'host.memory', aggregation: 'max', filters: [{ label: 'host', op: '=~', value: pattern }] })
    );
  });

  it('nobody and nothing', async () => {
    for (const more of [{ sessions: [] }, { sessions: ['x'] }, { project: 'x' }, { range: { from: 1, to: MINUTE } }]) {
      const [embedded, remote] = await twins.ask(ask({ metric, aggregation: 'last', ...more }));
      expect([embedded.series, remote.series]).toEqual([[], []]);
    }
    const [embedded, remote] = await twins.ask(ask({ metric: 'no.such', aggregation: 'last' }));
    expect([embedded.series, remote.series]).toEqual([[], []]);
  });
});

describe('gauges', () => {
  for (const aggregation of ['last', 'avg', 'min', 'max', 'sum', 'count', 'p50', 'p95'] as const) {
    it.each([30_000, MINUTE, 15 * MINUTE])(`${aggregation}, points %i ms apart`, async (stepMs) => {
      await agree(ask({ metric: 'host.memory', aggregation, stepMs, groupBy: ['host'] }));
    });
  }

  it('all hosts as one', async () => {
    for (const aggregation of ['last', 'avg', 'min', 'max', 'sum', 'count'] as const) {
      await agree(ask({ metric: 'host.memory', aggregation, stepMs: 5 * MINUTE }));
    }
  });

  it('more series than are wanted: the largest, with the same notice', async () => {
    const [embedded, remote] = await twins.ask(
      ask({ metric: 'host.memory', aggregation: 'last', groupBy: ['host'], limit: 2 })
    );
    expect(differences(embedded, remote)).toEqual([]);
    expect(remote.notices).toEqual(embedded.notices);
  });

  it('no rate, with a notice', async () => {
    const [embedded, remote] = await twins.ask(ask({ metric: 'host.memory', aggregation: 'rate' }));
    expect([embedded.series, remote.series]).toEqual([[], []]);
    expect(remote.notices[0]?.text).toContain('is a gauge');
  });
});

describe('histograms', () => {
  for (const aggregation of ['increase', 'rate', 'count', 'sum', 'avg', 'p50', 'p75', 'p90', 'p95', 'p99'] as const) {
    it.each([MINUTE, 5 * MINUTE, 3_600_000])(`${aggregation}, points %i ms apart`, async (stepMs) => {
      await agree(ask({ metric: 'tool.duration', aggregation, stepMs, groupBy: ['tool'] }));
      await agree(ask({ metric: 'tool.duration', aggregation, stepMs }));
    });
  }
});

describe('look-ups', () => {
  const range = { from: START, to: END };
  it('metrics, labels and values', async () => {
    const metrics = await twins.engine.metrics(range);
    expect(metrics.map(({ name, kind, unit }) => [name, kind, unit])).toEqual([
      ['agent_cost_USD_total', 'counter', 'USD'],
      ['agent_token_usage_tokens_total', 'counter', 'tokens'],
      ['host_memory_bytes', 'gauge', 'By'],
      ['tool_duration_seconds', 'histogram', 's'],
    ]);
    expect((await twins.engine.metrics(range, 'MEMORY')).map(({ name }) => name)).toEqual(['host_memory_bytes']);
    expect(await twins.engine.labels(range, 'tool.duration')).toEqual(['session_id', 'tool']);
    expect(await twins.engine.labelValues(range, 'tool', 'tool.duration')).toEqual(['Bash', 'Edit']);
    expect(await twins.engine.labelValues(range, 'session', 'agent.token.usage')).toEqual(['s-a', 's-b', 's-c', 's-d']);
  });

  it('a name that the look-up gave is understood as one', async () => {
    for (const { name } of await twins.engine.metrics(range)) {
      expect((await twins.engine.query(ask({ metric: name, aggregation: 'last' }))).series).not.toEqual([]);
    }
  });

  it('PromQL as it stands', async () => {
    const answer = await twins.engine.raw('sum by (host) (host_memory_bytes)', range, MINUTE);
    expect(answer.series).toHaveLength(5);
    await expect(twins.engine.raw('sum by (', range, MINUTE)).rejects.toThrow(
      /refused the question \(400\).*parse error/
    );
  });
});
