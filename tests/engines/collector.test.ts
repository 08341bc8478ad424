import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAnswer } from '#contract/frames.ts';
import { rowsOf } from '../../backend/src/util/frame-rows.ts';
import { startTestService, type TestService } from '../../backend/src/testing/service.ts';
import { traceIdOf } from '../../backend/src/export/ids.ts';
import { agentLogs, agentMetrics, agentSpans, SECRETS, SESSION, TRACE } from './support/agent-telemetry.ts';
import { type Collector, startCollector } from './support/collector.ts';
import { startElasticsearchCore } from './support/elasticsearch-core.ts';
import { type JaegerServer, startJaeger } from './support/jaeger.ts';
import { coreTemplate } from './support/log-twins.ts';
import { type PrometheusServer, startPrometheus } from './support/prometheus.ts';
import { type SearchServer } from './support/search-server.ts';
import { freePort } from './support/server-process.ts';
import { lacks } from './support/servers.ts';
import { until } from './support/until.ts';

const TOKEN = 'a-token-of-this-test-only';
const NOW = Date.now();

/** An agent → deploy/otel-collector.yaml in real Collectors → the three servers and the service, which reads from them. */
describe.skipIf(lacks('prometheus', 'jaeger', 'elasticsearch9', 'collector'))('through the Collector', () => {
  let prometheus: PrometheusServer;
  let jaeger: JaegerServer;
  let elastic: SearchServer;
  let collector: Collector;
  let service: TestService;

  const post = async (signal: string, body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${collector.url}/v1/${signal}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status, await answer.text()).toBe(200);
  };
  const json = async (url: string): Promise<unknown> => (await fetch(url)).json();
  const promql = async (query: string) => {
    const { data } = (await json(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`)) as {
      data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> };
    };
    return data.result;
  };
  const lines = async (level: string) => {
    const found = (await elastic
      .send('POST', `/taskmaster-logs-${level}/_search?size=100&ignore_unavailable=true`, { query: { match_all: {} } })
      .catch(() => undefined)) as { hits: { hits: Array<{ _source: Record<string, unknown> }> } } | undefined;
    return (found?.hits.hits ?? []).map(({ _source }) => _source);
  };
  const ask = async (queryType: string, query: object, service_ = service) => {
    const queries = [
      { refId: 'A', queryType, timeRange: { from: NOW - 600_000, to: Date.now() + 60_000 }, intervalMs: 60_000, query },
    ];
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    const answer = await service_.send('POST', '/api/v1/query', headers, JSON.stringify({ queries }));
    return (JSON.parse(answer.text) as QueryAnswer).results['A'];
  };
  /** Bodies of OTLP that came to the service. */
  const received = async () =>
    [...(await read('/metrics')).matchAll(/^taskmaster_ingest_requests_total\{door="otlp.*$/gm)].map(([row]) => row);
  const read = async (path: string) => (await service.send('GET', path, { authorization: `Bearer ${TOKEN}` })).text;

  beforeAll(async () => {
    [prometheus, jaeger, elastic] = await Promise.all([startPrometheus(), startJaeger(), startElasticsearchCore()]);
    await elastic.send('PUT', '/_index_template/taskmaster-logs', coreTemplate());
    const port = await freePort();
    collector = await startCollector({
      jaegerOtlp: jaeger.otlpUrl.replace('/v1/traces', ''),
      prometheus: prometheus.url,
      elasticsearch: elastic.url,
      service: `http://127.0.0.1:${port}`,
      token: TOKEN,
    });
    // Before the service is there: the Collector keeps its copy and tries again.
    await post('traces', agentSpans(NOW));
    await post('logs', agentLogs(NOW));
    await post('metrics', agentMetrics(NOW - 30_000, 100));
    await post('metrics', agentMetrics(NOW - 20_000, 50));
    service = await startTestService({
      port,
      token: TOKEN,
      engines: { metrics: { url: prometheus.url }, traces: { url: jaeger.url }, logs: { url: elastic.url } },
      export: { url: collector.url, interval: '2s' },
    });
    await until(async () => (await lines('error')).length > 0);
  }, 1_800_000);
  afterAll(async () => {
    await service?.close();
    await collector?.stop();
    await Promise.all([prometheus?.stop(), jaeger?.stop(), elastic?.stop()]);
  });

  it('additions have become totals, with what the process was started for as labels and nobody’s name', async () => {
    await until(async () => (await promql('claude_code_token_usage_tokens_total'))[0]?.value[1] === '150');
    const [series, ...others] = await promql('claude_code_token_usage_tokens_total');
    expect(others).toEqual([]);
    expect(series?.metric).toMatchObject({
      session_id: SESSION,
      type: 'input',
      taskmaster_project: 'shop-1a2b3c4d',
      taskmaster_task_id: '5',
    });
    expect(Object.keys(series?.metric ?? {}).join()).not.toMatch(/user_|organization/);
  });

  it('lines are in the data stream of their level', async () => {
    const names = async (level: string) =>
      (await lines(level))
        .map((line) => (line['attributes'] as Record<string, unknown>)['event.name'])
        .filter((name) => name !== undefined) // the service's own have none
        .sort();
    await until(async () => (await names('info')).length > 4 && (await names('debug')).length > 0);
    expect(await names('error')).toEqual(['api_error']);
    expect(await names('info')).toEqual([
      'api_request',
      'assistant_response',
      'tool_result',
      'tool_result',
      'user_prompt',
    ]);
    expect(await names('debug')).toEqual(['hook_registered']);
  });

  it('contents, commands, people and secrets are in none of the servers', async () => {
    await until(async () => (await fetch(`${jaeger.url}/api/v3/traces/${TRACE}`)).ok);
    const all = JSON.stringify([
      await json(`${jaeger.url}/api/v3/traces/${TRACE}`),
      ...(await Promise.all(['debug', 'info', 'error'].map(lines))),
      await json(`${prometheus.url}/api/v1/series?match[]={__name__!=""}`),
    ]);
    expect(all).toContain('claude_code.interaction');
    expect(all).toContain('claude-sonnet');
    for (const secret of SECRETS) {
      expect(all).not.toContain(secret);
    }
  });

  it('the service has its copy, told while it was away, and read from a command which task is worked on', async () => {
    await until(async () => (await read('/api/v1/events?since=0&limit=1000')).includes('usage.reported'));
    const events = await read('/api/v1/events?since=0&limit=1000');
    await until(async () => (await read('/api/v1/events?since=0&limit=1000')).includes('evidence.seen'));
    for (const secret of SECRETS) {
      expect(events).not.toContain(secret);
    }
  });

  it('the service answers from the three servers', async () => {
    const tokens = await ask('metric', {
      metric: 'claude_code.token.usage',
      aggregation: 'increase',
      groupBy: ['session'],
    });
    const values = (tokens?.frames?.[0]?.data.values[1] ?? []) as number[];
    expect(values.reduce((sum, value) => sum + (value ?? 0), 0)).toBe(150);
    const traces = await ask('traces', { traceId: TRACE });
    expect(JSON.stringify(traces?.frames)).toContain('claude_code.llm_request');
    const logs = await ask('logs', { eventName: 'api_error' });
    expect(rowsOf(logs!.frames![0]!)).toHaveLength(1);
  });

  it('what the service sends of itself is there, and does not come back to it', async () => {
    const run = { project: 'shop-1a2b3c4d', run: 'shop-1a2b3c4d.run', tag: 'master' };
    const attempt = { ...run, taskId: '5', attempt: 1 };
    const at = Date.now();
    const events = [
      { ...run, tag: undefined, id: 'r1', type: 'run.started', at, data: { source: 'execute', reason: 'execute' } },
      { ...attempt, id: 'a1', type: 'attempt.started', at: at + 1, data: { executor: 'execute', number: 1 } },
      { ...attempt, id: 'a2', type: 'attempt.ended', at: at + 2000, data: { status: 'ok' } },
      { ...run, tag: undefined, id: 'r2', type: 'run.ended', at: at + 3000, data: { reason: 'finished' } },
    ];
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    const before = await received();
    await service.send('POST', '/api/v1/events', headers, JSON.stringify(events));
    const trace = `${jaeger.url}/api/traces/${traceIdOf(run.run)}`;
    await until(async () => (await (await fetch(trace)).text()).includes('run of shop'));
    const { data } = (await json(trace)) as {
      data: [{ spans: Array<{ operationName: string; spanID: string; references: Array<{ spanID: string }> }> }];
    };
    const spans = new Map(data[0].spans.map((span) => [span.operationName, span]));
    expect([...spans.keys()].sort()).toEqual(['attempt 1 at task 5', 'run of shop-1a2b3c4d', 'task 5']);
    expect(spans.get('task 5')?.references[0]?.spanID).toBe(spans.get('run of shop-1a2b3c4d')?.spanID);
    await until(async () =>
      (await lines('info')).some((line) => JSON.stringify(line).includes('taskmaster.run.ended'))
    );
    expect(await received()).toEqual(before);
  });

  it('metrics the service sends are called what they are called in /metrics', async () => {
    const families = [...(await read('/metrics')).matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => ({
      name,
      type,
    }));
    const filled = new Set([...(await read('/metrics')).matchAll(/^([a-z_]+)[ {]/gm)].map(([, name]) => name));
    const wanted = families
      .map(({ name, type }) => (type === 'histogram' ? `${name}_bucket` : name!))
      .filter((name) => filled.has(name));
    expect(wanted.length).toBeGreaterThan(40);
    const names = async () =>
      ((await json(`${prometheus.url}/api/v1/label/__name__/values`)) as { data: string[] }).data;
    let missing = wanted;
    await until(async () => {
      const there = new Set(await names());
      missing = wanted.filter((name) => !there.has(name));
      return missing.length === 0; // some are first measured a while after the start, and sent with the next export
    }).catch(() => undefined);
    expect(missing).toEqual([]);
  });

  it('says how it does itself', async () => {
    expect(await (await fetch(collector.metrics)).text()).toMatch(/otelcol_receiver_accepted_log_records/);
  });
});
