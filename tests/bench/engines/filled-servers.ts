import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SpanRecord } from '../../../backend/src/telemetry/types.ts';
import { startJaeger } from '../../engines/support/jaeger.ts';
import { OPENSEARCH, startOpenSearch } from '../../engines/support/opensearch.ts';
import { otlpOfSpans } from '../../engines/support/otlp-of-spans.ts';
import { startPrometheus } from '../../engines/support/prometheus.ts';
import { type WriteSeries, writeSeries } from '../../engines/support/remote-write.ts';
import { asOtelDocument } from '../../engines/support/sample-logs.ts';
import { until } from '../../engines/support/until.ts';
import { type RunningService, startService, temporaryFolder } from '../service/running-service.ts';
import { makeLogs, makeSpans, randomFrom } from '../telemetry-data.ts';
import { countingProxy, type CountingProxy } from './counting-proxy.ts';

/** What agents of a team left in the last hours: small enough to be put in quickly, as large as a dashboard shows. */
const HOURS = 6;
const SCRAPE_MS = 15_000;
const SERIES = 200;
const TRACES = 400;
const LINES = 5000;
export const METRIC = 'claude_code_token_usage_tokens_total';
const LOG_INDEX = 'taskmaster-logs-bench';
const TEMPLATE = new URL('../../../deploy/elasticsearch/index-template.json', import.meta.url);

export interface FilledServers {
  /** The servers themselves. */
  direct: { metrics: string; traces: string; logs: string };
  /** The same with a count of what is asked, which is where `service` asks. */
  proxies: { metrics: CountingProxy; traces: CountingProxy; logs: CountingProxy };
  logIndex: string;
  traceIds: string[];
  service: RunningService;
  stop(): Promise<void>;
}

/** Prometheus, Jaeger and OpenSearch with a few hours of telemetry in them, and a service that reads from them. */
export async function filledServers(): Promise<FilledServers> {
  const now = Date.now();
  const closers: Array<() => Promise<void>> = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      await close();
    }
  };
  try {
    const prometheus = await startPrometheus();
    closers.push(() => prometheus.stop());
    const jaeger = await startJaeger();
    closers.push(() => jaeger.stop());
    const opensearch = await startOpenSearch(process.env.TASKMASTER_OPENSEARCH ?? OPENSEARCH);
    closers.push(() => opensearch.stop());

    await writeSeries(prometheus.url, tokenSeries(now));
    const spans = spansUpTo(now);
    for (let i = 0; i < spans.length; i += 2000) {
      await jaeger.write(otlpOfSpans(spans.slice(i, i + 2000)));
    }
    await opensearch.send('PUT', '/_index_template/taskmaster-logs', JSON.parse(readFileSync(TEMPLATE, 'utf8')));
    const logs = makeLogs(LINES, randomFrom(3));
    logs.forEach((log, i) => {
      log.at = Math.round(now - HOURS * 3_600_000 + (i * HOURS * 3_600_000) / LINES);
      log.observedAt = log.at;
    });
    const numbers = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };
    await opensearch.bulk(
      LOG_INDEX,
      logs.map((log) => asOtelDocument(log, numbers[log.severity]))
    );
    const traceIds = [...new Set(spans.map(({ traceId }) => traceId))];
    await until(async () => (await fetch(`${jaeger.url}/api/traces/${traceIds.at(-1)}`)).ok);

    const direct = { metrics: prometheus.url, traces: jaeger.url, logs: opensearch.url };
    const proxies = {
      metrics: await countingProxy(direct.metrics),
      traces: await countingProxy(direct.traces),
      logs: await countingProxy(direct.logs),
    };
    closers.push(async () => {
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
    });
    const { metrics, traces, logs: lines } = proxies;
    const service = await serviceOn({ metrics: metrics.url, traces: traces.url, logs: lines.url });
    closers.push(() => service.stop());
    return { direct, proxies, logIndex: LOG_INDEX, traceIds, service, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A service of the built kind that reads from these addresses. */
export async function serviceOn({ metrics, traces, logs }: FilledServers['direct']): Promise<RunningService> {
  const folder = temporaryFolder('engines');
  const file = join(folder, 'observe.yaml');
  const engines = {
    metrics: { url: metrics },
    traces: { url: traces },
    logs: { url: logs, index: 'taskmaster-logs-*' },
  };
  writeFileSync(file, JSON.stringify({ engines }));
  return startService(join(folder, 'data'), '--config', file);
}

/** Counters of sessions by model and kind of token, one sample each 15 s. */
function tokenSeries(now: number): WriteSeries[] {
  const samples = (HOURS * 3_600_000) / SCRAPE_MS;
  const first = now - HOURS * 3_600_000;
  return Array.from({ length: SERIES }, (_, n): WriteSeries => {
    const labels = {
      __name__: METRIC,
      session_id: `session-${n % 40}`,
      model: `model-${n % 5}`,
      type: ['input', 'output', 'cacheRead', 'cacheCreation'][n % 4]!,
      host: `host-${n % 10}`,
    };
    let value = 0;
    return {
      labels,
      samples: Array.from({ length: samples }, (__, i) => {
        value += (n * 7 + i * 13) % 97;
        return { value, timestamp: Math.round(first + i * SCRAPE_MS) };
      }),
    };
  });
}

function spansUpTo(now: number): SpanRecord[] {
  const spans = makeSpans(TRACES, randomFrom(5));
  const distance = (HOURS * 3_600_000 - 60_000) / TRACES;
  spans.forEach((span, i) => {
    span.startAt = Math.round(now - HOURS * 3_600_000 + Math.floor(i / 20) * distance + (i % 20) * 50);
  });
  return spans;
}
