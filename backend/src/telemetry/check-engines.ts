import { type PartHealth } from '../store/types.ts';
import { ElasticApi } from './elasticsearch/api.ts';
import { directFields, labelFields } from './elasticsearch/fields.ts';
import { type EnginesConfig } from './engines-config.ts';
import { JaegerApi } from './jaeger/api.ts';
import { PrometheusApi } from './prometheus/api.ts';
import { resolveMetric } from './prometheus/resolve.ts';
import { type TimeRange } from './types.ts';
import { Upstream } from './upstream/upstream.ts';

export interface Finding {
  signal: keyof EnginesConfig;
  state: PartHealth['state'];
  /** What is right and what is not, in a sentence or two. */
  text: string;
}

const DAY_MS = 86_400_000;
/** What agents send; any of it shows that telemetry arrives. */
const AGENT_METRICS = ['claude_code.token.usage', 'claude_code.cost.usage', 'gen_ai.client.token.usage'];

/** Connects to every server that telemetry is read from, asks it what it has, and says what will work. */
export async function checkEngines(config: EnginesConfig, now = Date.now()): Promise<Finding[]> {
  const range = { from: now - DAY_MS, to: now };
  const checks: Array<Promise<Finding>> = [];
  const add = (signal: keyof EnginesConfig, options: Upstream['options'], look: Look): void => {
    checks.push(finding(signal, options, look));
  };
  if (config.metrics !== 'embedded') {
    for (const { upstream, settings } of config.metrics) {
      add('metrics', upstream, (server) => lookAtPrometheus(server, settings, range));
    }
  }
  if (config.traces !== 'embedded') {
    add('traces', config.traces, lookAtJaeger);
  }
  if (config.logs !== 'embedded') {
    const { upstream, index } = config.logs;
    add('logs', upstream, (server) => lookAtElastic(server, index, range));
  }
  const found = await Promise.all(checks);
  for (const signal of ['metrics', 'traces', 'logs'] as const) {
    if (config[signal] === 'embedded') {
      found.push({ signal, state: 'ok', text: 'Kept and read in the data folder.' });
    }
  }
  return found;
}

type Look = (server: Upstream) => Promise<{ state: PartHealth['state']; text: string }>;

async function finding(signal: keyof EnginesConfig, options: Upstream['options'], look: Look): Promise<Finding> {
  const server = new Upstream(options);
  try {
    return { signal, ...(await look(server)) };
  } catch (error) {
    return { signal, state: 'down', text: error instanceof Error ? error.message : String(error) };
  } finally {
    await server.close();
  }
}

async function lookAtPrometheus(
  server: Upstream,
  settings: Parameters<typeof resolveMetric>[1],
  range: TimeRange
): ReturnType<Look> {
  const api = new PrometheusApi(server);
  const newer = await api.leavesOutOldest();
  const names = await api.labelValues('__name__', range);
  const speaks = `${server.place} answers (PromQL as of version ${newer ? 3 : 2}) and had ${names.length} metric names in the last day.`;
  for (const metric of AGENT_METRICS) {
    const found = await resolveMetric(api, settings, metric, range);
    if (found?.labels.has('session')) {
      const project = found.labels.has('project') ? ` and their project as ${found.labels.of('project')}` : '';
      return {
        state: 'ok',
        text: `${speaks} ${metric} is there as ${found.name}; sessions are told by ${found.labels.of('session')}${project}.`,
      };
    }
    if (found) {
      return {
        state: 'degraded',
        text: `${speaks} ${metric} is there as ${found.name}, but no label names the session, so that nothing of it can be told by task: have the Collector keep session.id, or name the label in engines.metrics.labels.`,
      };
    }
  }
  return { state: 'degraded', text: `${speaks} None of them is an agent's: does the Collector write here?` };
}

const lookAtJaeger: Look = async (server) => {
  const services = await new JaegerApi(server, {}).services();
  const v3 = await server.ask({ method: 'GET', path: '/api/v3/services', accept: [404] });
  const otlp = v3.status === 404 ? 'It has no v3: links between spans come without their attributes.' : '';
  const text =
    `${server.place} answers and knows ${services.length} services (${server.words(services.slice(0, 5).join(', '))}). ${otlp}`.trim();
  return services.length > 0
    ? { state: 'ok', text }
    : {
        state: 'degraded',
        text: `${server.place} answers, but knows no service yet: are traces sent to it? ${otlp}`.trim(),
      };
};

async function lookAtElastic(server: Upstream, index: string, range: TimeRange): ReturnType<Look> {
  const api = new ElasticApi(server, index);
  const [time, bodies, session] = [['@timestamp'], directFields('body'), labelFields('session')];
  const fields = await api.fields([...time, ...bodies, ...session.flatMap((name) => [name, `${name}.keyword`])]);
  const query = { range: { '@timestamp': { gte: range.from, lt: range.to, format: 'epoch_millis' } } };
  const { hits } = await api.search({ query, size: 1 });
  const missing = [
    ...(fields.fullText(bodies).length === 0 ? [`no text field that can be searched (${bodies.join(', ')})`] : []),
    ...(fields.whole(session).length === 0 ? ['no field that names the session (session.id as keyword)'] : []),
  ];
  const has = hits.length > 0 ? 'has lines of the last day' : 'has no line of the last day';
  const way = api.way === 'plain' ? 'by plain HTTP (it is no Elasticsearch 8 or newer)' : 'through the official client';
  const text = `${server.place} answers, asked ${way}; ${index} ${has}${missing.length > 0 ? ` and ${missing.join(' and ')}: see deploy/elasticsearch` : ''}.`;
  return { state: hits.length > 0 && missing.length === 0 ? 'ok' : 'degraded', text };
}
