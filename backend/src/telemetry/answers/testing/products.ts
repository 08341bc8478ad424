import { ElasticApi } from '../../elasticsearch/api.ts';
import { ElasticLogs } from '../../elasticsearch/log-engine.ts';
import { JaegerApi } from '../../jaeger/api.ts';
import { JaegerTraces } from '../../jaeger/trace-engine.ts';
import { PrometheusApi } from '../../prometheus/api.ts';
import { PrometheusMetrics } from '../../prometheus/metric-engine.ts';
import { type LogSearch, type MetricQuery, type TimeRange, type TraceSearch } from '../../types.ts';
import { type UpstreamAnswer, type UpstreamRequest } from '../../upstream/options.ts';
import { Upstream } from '../../upstream/upstream.ts';

/** Answers of each kind as the three products give them, and the questions that lead to them. */

const AT = Date.UTC(2026, 10, 20, 9, 0, 0);
const RANGE = { from: AT, to: AT + 600_000 };
const context = { captureContents: true, userId: 'hashed' as const, projectOf: () => undefined };

/** A server that answers by paths; questions for numbers only have `#` behind theirs. */
export class Answering extends Upstream {
  readonly #answer: (path: string) => string | undefined;
  readonly #header: { product?: string };

  /** `header`: as which product it shows itself. */
  constructor(product: string, answer: (path: string) => string | undefined, header?: string) {
    super({ product, url: 'http://server', headers: {}, timeoutMs: 1000, concurrency: 1, maxBytes: 1_000_000 });
    this.#answer = answer;
    this.#header = header === undefined ? {} : { product: header };
  }

  override ask({ path, body }: UpstreamRequest): Promise<UpstreamAnswer> {
    const text = this.#answer(body && 'json' in body && body.json.includes('"size":0') ? `${path}#` : path);
    return Promise.resolve(text === undefined ? { status: 404, text: '{}' } : { status: 200, text, ...this.#header });
  }
}

/** An answer of each kind, as the product gives it, and all questions that lead to it. */
export interface Product {
  name: string;
  header?: string;
  answers: Array<[path: RegExp, answer: unknown]>;
  ask(upstream: Upstream, range?: TimeRange): Record<string, () => Promise<unknown>>;
}

const metric = (more: Partial<MetricQuery> = {}): MetricQuery => ({
  metric: 'calls',
  aggregation: 'avg',
  groupBy: ['tool'],
  filters: [],
  range: RANGE,
  stepMs: 60_000,
  instant: false,
  limit: 10,
  ...more,
});
const series = { metric: { __name__: 'calls_total', tool: 'Bash', session_id: 's' } };
const success = (data: unknown) => ({ status: 'success', data, warnings: ['w'], infos: ['i'] });

const prometheus: Product = {
  name: 'Prometheus',
  answers: [
    [
      /query_range$/,
      success({
        resultType: 'matrix',
        result: [
          { ...series, values: [[AT / 1000, '1']] },
          { ...series, histograms: [[AT / 1000, { count: '1' }]] },
        ],
      }),
    ],
    [/query$/, success({ resultType: 'vector', result: [{ ...series, value: [AT / 1000, '1'] }] })],
    [
      /exemplars$/,
      success([
        { seriesLabels: { tool: 'a' }, exemplars: [{ labels: { trace_id: 'a' }, value: '1', timestamp: AT / 1000 }] },
      ]),
    ],
    [/metadata$/, success({ calls: [{ type: 'counter', unit: '', help: 'h' }] })],
    [/__name__\/values$/, success(['calls_total'])],
    [/values$/, success(['Bash'])],
    [/labels$/, success(['__name__', 'tool', 'session_id'])],
  ],
  ask(upstream, range = RANGE) {
    const settings = { labels: {}, deltas: [], counters: [], increase: 'exact' as const, sampleMs: 60_000 };
    const engine = new PrometheusMetrics(new PrometheusApi(upstream), settings);
    return {
      query: () => engine.query(metric({ range })),
      increase: () => engine.query(metric({ range, aggregation: 'increase', sessions: ['s'] })),
      instant: () => engine.query(metric({ range, instant: true })),
      raw: () => engine.raw('up', range, 60_000),
      exemplars: () => engine.exemplars(metric({ range })),
      metrics: () => engine.metrics(range),
      labels: () => engine.labels(range, 'calls'),
      'label values': () => engine.labelValues(range, 'tool', 'calls'),
    };
  },
};

const traceId = 'ab'.repeat(16);
const tag = (key: string, type: string, value: unknown) => ({ key, type, value });
const v1 = {
  data: [
    {
      traceID: traceId,
      spans: [
        {
          traceID: traceId,
          spanID: 'cd'.repeat(8),
          operationName: 'work',
          references: [{ refType: 'CHILD_OF', traceID: traceId, spanID: 'ef'.repeat(8) }],
          startTime: AT * 1000,
          duration: 5,
          tags: [
            tag('a', 'string', 'x'),
            tag('b', 'int64', 1),
            tag('c', 'bool', true),
            tag('d', 'float64', 1.5),
            tag('otel.status_code', 'string', 'OK'),
          ],
          logs: [{ timestamp: AT * 1000, fields: [tag('event', 'string', 'e')] }],
          processID: 'p1',
        },
      ],
      processes: { p1: { serviceName: 'agent', tags: [tag('host', 'string', 'h')] } },
    },
  ],
};
const attributes = [
  { key: 'a', value: { stringValue: 'x' } },
  { key: 'b', value: { arrayValue: { values: [{ intValue: '1' }] } } },
  { key: 'c', value: { kvlistValue: { values: [{ key: 'k', value: { doubleValue: 1 } }] } } },
  { key: 'd', value: { bytesValue: 'AA==' } },
];
const v3 = {
  result: {
    resourceSpans: [
      {
        resource: { attributes },
        scopeSpans: [
          {
            scope: { name: 's' },
            spans: [
              {
                traceId,
                spanId: 'cd'.repeat(8),
                name: 'work',
                kind: 1,
                startTimeUnixNano: `${AT}000000`,
                endTimeUnixNano: `${AT}000000`,
                status: { code: 1, message: 'm' },
                attributes,
                events: [{ timeUnixNano: '1', name: 'e', attributes }],
                links: [{ traceId, spanId: 'cd'.repeat(8), attributes }],
              },
            ],
          },
        ],
      },
    ],
  },
};

const jaegerAsk: Product['ask'] = (upstream, range = RANGE) => {
  const engine = new JaegerTraces(new JaegerApi(upstream, {}), context);
  const search: TraceSearch = { range, filters: [], limit: 10 };
  return {
    search: () => engine.search(search),
    'search by label': () => engine.search({ ...search, filters: [{ label: 'a', op: '=~', value: 'x' }] }),
    trace: () => engine.trace(traceId, 10),
    services: () => engine.services(range),
    operations: () => engine.operations(range),
  };
};
const jaeger: Product = {
  name: 'Jaeger',
  answers: [
    [/v3\/traces/, v3],
    [/operations$/, { data: ['work'] }],
    [/services$/, { data: ['agent'] }],
    [/traces/, v1],
  ],
  ask: jaegerAsk,
};
const olderJaeger: Product = { ...jaeger, answers: jaeger.answers.slice(1) };

const elasticsearch: Product = {
  name: 'Elasticsearch',
  header: 'Elasticsearch',
  answers: [
    [
      /_field_caps$/,
      { fields: { message: { text: { type: 'text' } }, severity_number: { long: {} }, 'session.id': { keyword: {} } } },
    ],
    [
      /_search$/,
      {
        timed_out: false,
        _shards: { failed: 0 },
        hits: {
          hits: [
            {
              _index: 'i',
              _id: '1',
              _source: {
                '@timestamp': new Date(AT).toISOString(),
                message: 'm',
                severity_number: 9,
                log: { level: 'info' },
                attributes: { a: { b: [1, 'x', { c: 1.5 }] }, d: true },
                resource: { attributes: { 'service.name': 's' } },
              },
            },
          ],
        },
      },
    ],
    [
      /_search#$/,
      {
        hits: { hits: [] },
        aggregations: { steps: { buckets: [{ key: AT, severity: { buckets: countsOf(1) } }] } },
      },
    ],
  ],
  ask(upstream, range = RANGE) {
    const engine = new ElasticLogs(new ElasticApi(upstream, 'logs'), context);
    const search: LogSearch = { range, filters: [], order: 'desc', limit: 10 };
    const category = { ...search, category: 'error' as const };
    return {
      search: () => engine.search({ ...search, search: 'm', sessions: ['s'] }),
      'search by category': () => engine.search(category),
      histogram: () => engine.histogram(search, 60_000),
      'histogram by category': () => engine.histogram(category, 60_000),
    };
  },
};

function countsOf(count: number): Record<string, { doc_count: number }> {
  const names = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  return Object.fromEntries(names.map((name) => [name, { doc_count: count }]));
}

/** By plain HTTP: it does not say that it is Elasticsearch. */
const openSearch: Product = { ...elasticsearch, header: undefined };

export const PRODUCTS = [prometheus, jaeger, olderJaeger, elasticsearch, openSearch];
