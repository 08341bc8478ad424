import { ALERTMANAGER, installAlertmanager } from './alertmanager.ts';
import { isCached } from './cache.ts';
import { COLLECTORS, installCollectors } from './collector.ts';
import { installElasticsearchCore } from './elasticsearch-core.ts';
import { installJaeger } from './jaeger.ts';
import { installElasticsearch7, installOpenSearch, OPENSEARCH } from './opensearch.ts';
import { installPrometheus, installPrometheus3 } from './prometheus.ts';

export type ServerName =
  | 'prometheus'
  | 'prometheus3'
  | 'jaeger'
  | 'opensearch'
  | 'elasticsearch7'
  | 'elasticsearch9'
  | 'collector'
  | 'alertmanager';

interface Server {
  name: ServerName;
  /** With its version, for people. */
  title: string;
  /** Names in the cache of what takes minutes to compile. */
  compiled?: readonly string[];
  /** Brings it into the cache where it is not there; throws a sentence where that cannot be done. */
  install(): unknown;
}

const SERVERS: readonly Server[] = [
  { name: 'prometheus', title: 'Prometheus 2.42', install: installPrometheus },
  {
    name: 'prometheus3',
    title: 'Prometheus 3.15',
    compiled: ['prometheus-3.15.0'],
    install: installPrometheus3,
  },
  { name: 'alertmanager', title: 'Alertmanager 0.28.1', compiled: [ALERTMANAGER], install: installAlertmanager },
  { name: 'opensearch', title: `OpenSearch ${OPENSEARCH}`, install: () => installOpenSearch() },
  { name: 'elasticsearch7', title: 'Elasticsearch 7.10.2', install: installElasticsearch7 },
  { name: 'elasticsearch9', title: 'Elasticsearch 9.5.3 (core)', install: installElasticsearchCore },
  {
    name: 'collector',
    title: 'OpenTelemetry Collector 0.145.0 and 0.120.0',
    compiled: COLLECTORS,
    install: installCollectors,
  },
  { name: 'jaeger', title: 'Jaeger 1.76 (v2)', compiled: ['jaeger-1.76.0'], install: installJaeger },
];

/** Where the runner tells the tests which servers there are not, and why. */
const MISSING = 'TASKMASTER_ENGINES_MISSING';

/**
 * Brings all servers into the cache, telling `say` what takes time. What could not be had, by name; `quick` leaves out
 * what would have to be compiled.
 */
export function installServers(quick: boolean, say: (line: string) => void): Map<ServerName, string> {
  const missing = new Map<ServerName, string>();
  for (const { name, title, compiled, install } of SERVERS) {
    if (quick && compiled?.some((name) => !isCached(name))) {
      missing.set(name, 'it would have to be compiled');
      say(`${title} is left out: ${missing.get(name)}`);
      continue;
    }
    const began = Date.now();
    try {
      install();
      const seconds = Math.round((Date.now() - began) / 1000);
      if (seconds > 0) {
        say(`${title} is there after ${seconds} s`);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      missing.set(name, reason);
      say(`${title} is left out: ${reason}`);
    }
  }
  process.env[MISSING] = [...missing.keys()].join(',');
  return missing;
}

/** Whether the runner could not bring one of them, so that what needs it is to be skipped. */
export function lacks(...names: ServerName[]): boolean {
  const missing = (process.env[MISSING] ?? '').split(',');
  return names.some((name) => missing.includes(name));
}
