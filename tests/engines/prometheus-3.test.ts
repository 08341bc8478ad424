import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Aggregation } from '#contract/queries.ts';
import { PrometheusApi } from '../../backend/src/telemetry/prometheus/api.ts';
import { PrometheusMetrics } from '../../backend/src/telemetry/prometheus/metric-engine.ts';
import { type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { type Upstream } from '../../backend/src/telemetry/upstream/upstream.ts';
import { type PrometheusServer, startPrometheus } from './support/prometheus.ts';
import { lacks } from './support/servers.ts';
import { SETTINGS, upstreamTo } from './support/twins.ts';

/**
 * What only Prometheus 3 does: it takes OTLP itself, keeps names as senders spell them, and deltas as they come. What is
 * asserted was added up by hand.
 */

const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 30 * MINUTE;
const attributes = (of: Record<string, string>) =>
  Object.entries(of).map(([key, stringValue]) => ({ key, value: { stringValue } }));
const nanos = (minutes: number) => `${START + minutes * MINUTE}000000`;

/** Ten minutes of a counter, ten of a histogram, two sessions each; what is added in minute i is i. */
function otlp(temporality: 'cumulative' | 'delta', prefix: string) {
  const aggregationTemporality = temporality === 'delta' ? 1 : 2;
  const minutes = Array.from({ length: 10 }, (_, i) => i + 1);
  const soFar = (i: number) => (temporality === 'delta' ? i : (i * (i + 1)) / 2);
  const times = (i: number) => ({
    startTimeUnixNano: nanos(temporality === 'delta' ? i - 1 : 0),
    timeUnixNano: nanos(i),
  });
  const sessions = ['s-1', 's-2'];
  const sum = {
    name: `${prefix}.token.usage`,
    unit: 'tokens',
    sum: {
      aggregationTemporality,
      isMonotonic: true,
      dataPoints: sessions.flatMap((session) =>
        minutes.map((i) => ({
          ...times(i),
          asInt: String(soFar(i)),
          attributes: attributes({ 'session.id': session, 'läge.typ': 'in/ut "x"' }),
          ...(session === 's-1' && i === 5
            ? {
                exemplars: [{ timeUnixNano: nanos(5), asInt: '5', traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }],
              }
            : {}),
        }))
      ),
    },
  };
  const histogram = {
    name: `${prefix}.tool.duration`,
    unit: 's',
    histogram: {
      aggregationTemporality,
      dataPoints: minutes.map((i) => ({
        ...times(i),
        count: String(2 * soFar(i)),
        sum: 3 * soFar(i),
        explicitBounds: [1, 2],
        bucketCounts: [String(soFar(i)), String(soFar(i)), '0'],
        attributes: attributes({ 'session.id': 's-1' }),
      })),
    },
  };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [sum, histogram] }] }] };
}

async function push(url: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}/api/v1/otlp/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

const STRATEGIES = [
  'UnderscoreEscapingWithSuffixes',
  'UnderscoreEscapingWithoutSuffixes',
  'NoUTF8EscapingWithSuffixes',
  'NoTranslation',
];

describe.skipIf(lacks('prometheus3')).each(STRATEGIES)('names by %s', (strategy) => {
  let server: PrometheusServer;
  let upstream: Upstream;
  let engine: PrometheusMetrics;

  beforeAll(async () => {
    server = await startPrometheus({
      version: '3.15',
      flags: ['--web.enable-otlp-receiver'],
      features: ['otlp-native-delta-ingestion'],
      config: `otlp: {translation_strategy: ${strategy}}\n`,
    });
    upstream = upstreamTo(server.url);
    engine = new PrometheusMetrics(new PrometheusApi(upstream), {
      ...SETTINGS,
      counters: ['agent[._].*usage.*'],
      deltas: ['delta[._].*'],
    });
    await push(server.url, otlp('cumulative', 'agent'));
    await push(server.url, otlp('delta', 'delta'));
  });
  afterAll(async () => {
    await upstream?.close();
    await server?.stop();
  });

  const ask = (metric: string, aggregation: Aggregation, more: Partial<MetricQuery> = {}): MetricQuery => ({
    metric,
    aggregation,
    groupBy: [],
    filters: [],
    range: { from: START, to: START + 10 * MINUTE },
    stepMs: MINUTE,
    instant: false,
    limit: 100,
    ...more,
  });
  const values = async (query: MetricQuery) =>
    (await engine.query(query)).series.map((one) => one.values.filter((value) => value !== null));
  const minutes = (factor: number) => Array.from({ length: 10 }, (_, i) => factor * (i + 1));

  it.each(['agent', 'delta'])('%s: counters', async (prefix) => {
    const metric = `${prefix}.token.usage`;
    expect(await values(ask(metric, 'increase'))).toEqual([minutes(2)]);
    const { kind, series } = await engine.query(
      ask(metric, 'increase', { groupBy: ['session', 'läge.typ'], sessions: ['s-2'] })
    );
    expect(kind).toBe('counter');
    expect(series.map(({ labels }) => labels)).toEqual([{ session: 's-2', 'läge.typ': 'in/ut "x"' }]);
    const filters = [{ label: 'läge.typ', op: '=' as const, value: 'in/ut "x"' }];
    expect(await values(ask(metric, 'increase', { instant: true, filters }))).toEqual([[110]]);
  });

  it.each(['agent', 'delta'])('%s: histograms', async (prefix) => {
    const metric = `${prefix}.tool.duration`;
    expect(await values(ask(metric, 'count'))).toEqual([minutes(2)]);
    expect(await values(ask(metric, 'avg'))).toEqual([Array(10).fill(1.5)]);
    expect(await values(ask(metric, 'p50'))).toEqual([Array(10).fill(1)]);
  });

  it('look-ups', async () => {
    const range = { from: START, to: START + 10 * MINUTE };
    const found = (await engine.metrics(range)).map(({ name }) => name);
    expect(found.filter((name) => /usage|duration/.test(name))).toHaveLength(4);
    for (const name of found) {
      expect((await engine.query(ask(name, 'last'))).series, name).not.toEqual([]);
    }
    const [label] = (await engine.labels(range, 'agent.token.usage')).filter((name) => name.startsWith('l'));
    expect(await engine.labelValues(range, label!, 'agent.token.usage')).toEqual(['in/ut "x"']);
    expect(await engine.labelValues(range, 'läge.typ')).toEqual(['in/ut "x"']);
  });

  it('exemplars, as OTLP brings them', async () => {
    const { exemplars } = await engine.exemplars(ask('agent.token.usage', 'rate', { sessions: ['s-1'] }));
    expect(exemplars).toMatchObject([
      { at: START + 5 * MINUTE, value: 5, labels: { trace_id: 'ab'.repeat(16), span_id: 'cd'.repeat(8) } },
    ]);
    expect((await engine.exemplars(ask('agent.token.usage', 'rate', { sessions: ['s-2'] }))).exemplars).toEqual([]);
  });
});
