import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineSet, openEngines, type RemoteEngines } from '../../backend/src/telemetry/engines.ts';
import { type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { context } from './support/log-twins.ts';
import { type PrometheusServer, startPrometheus } from './support/prometheus.ts';
import { lacks } from './support/servers.ts';
import { SETTINGS } from './support/twins.ts';

/** One Prometheus for a project, one for two others, one for whatever is left. */

const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const MINUTE = 60_000;
const PLACES: Array<{ name: string; projects?: string[] }> = [
  { name: 'shop', projects: ['shop-1'] },
  { name: 'others', projects: ['api-1', 'web-1'] },
  { name: 'rest' },
];

describe.skipIf(lacks('prometheus'))('several servers', () => {
  const servers: PrometheusServer[] = [];
  const proxies: FaultProxy[] = [];
  let engines: RemoteEngines;

  beforeAll(async () => {
    servers.push(...(await Promise.all(PLACES.map(() => startPrometheus()))));
    for (const [n, server] of servers.entries()) {
      proxies.push(await faultProxy(server.url));
      const point = { name: 'agent.tokens', kind: 'counter', temporality: 'cumulative', labels: {} } as const;
      const values = [1, 2, 3].map((i): MetricPoint => {
        return { ...point, at: START + i * MINUTE, value: i * 10 ** n, origin: { session: `s-${n}` } };
      });
      await server.write(values);
    }
    const bounds = { headers: {}, timeoutMs: 10_000, concurrency: 4, maxBytes: 1_000_000 };
    const metrics = PLACES.map(({ projects }, n) => {
      const upstream = { product: 'Prometheus', url: proxies[n]!.url, ...bounds };
      return { upstream, settings: SETTINGS, ...(projects ? { projects } : {}) };
    });
    engines = openEngines({ metrics, traces: 'embedded', logs: 'embedded' }, {} as EngineSet, context);
  });
  afterAll(async () => {
    await engines?.close();
    await Promise.all([...proxies, ...servers].map((one) => one.stop()));
  });
  /** What all series add up to, and which servers were asked for it. */
  async function asked(more: Partial<MetricQuery>): Promise<[number, string[]]> {
    const query: MetricQuery = {
      metric: 'agent.tokens',
      aggregation: 'increase',
      groupBy: [],
      filters: [],
      range: { from: START, to: START + 5 * MINUTE },
      stepMs: MINUTE,
      instant: false,
      limit: 10,
      ...more,
    };
    for (const proxy of proxies) {
      proxy.seen.length = 0;
    }
    const { series } = await engines.bind(new AbortController().signal).metrics.query(query);
    const total = series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    return [total, PLACES.filter((_, n) => proxies[n]!.seen.length > 0).map(({ name }) => name)];
  }

  it('a question about sessions of a project goes to its server, though its series name no project', async () => {
    expect(await asked({ sessions: ['s-0'], about: 'shop-1' })).toEqual([3, ['shop']]);
    expect(await asked({ sessions: ['s-1', 's-2'], about: 'web-1' })).toEqual([30, ['others']]);
  });

  it('of a project that no server names, to those that name none', async () => {
    expect(await asked({ sessions: ['s-2'], about: 'new-1' })).toEqual([300, ['rest']]);
  });

  it('any other goes to all, and what they say is put together', async () => {
    expect(await asked({})).toEqual([333, ['shop', 'others', 'rest']]);
  });

  it('of one that is dead a notice says so, if it would have been asked', async () => {
    proxies[1]!.fail({ kind: 'status', status: 403 });
    const { metrics } = engines.bind(new AbortController().signal);
    const of = async (more: object) => {
      const range = { from: START, to: START + 7 * MINUTE };
      const rest = { groupBy: [], filters: [], stepMs: MINUTE, instant: false, limit: 10, ...more };
      return (await metrics.query({ metric: 'agent.tokens', aggregation: 'max', range, ...rest })).notices;
    };
    expect(await of({})).toMatchObject([{ severity: 'error', text: expect.stringMatching(/^Incomplete: .*\(403\)/) }]);
    expect(await of({ about: 'shop-1', sessions: ['s-0'] })).toEqual([]);
    proxies[1]!.fail({ kind: 'none' });
  });
});
