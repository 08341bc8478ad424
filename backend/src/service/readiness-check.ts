import { type OtlpForwarder } from '../forward/otlp-forwarder.ts';
import { type Metrics } from '../metrics/metrics.ts';
import { type Store } from '../store/types.ts';
import { type EngineReport } from '../telemetry/engines.ts';
import { diskSpace } from './disk-space.ts';
import { type Dependency, readyReport, type ReadyReport } from './readiness.ts';

export interface ReadinessParts {
  store: Store;
  dataDir: string;
  metrics: Metrics;
  projects: () => Dependency[];
  spool?: () => Promise<Dependency>;
  forwarder?: OtlpForwarder;
  /** Of what sends the service's own telemetry. */
  exporter?: () => Dependency | undefined;
}

const VALUES = { ok: 1, degraded: 0.5, down: 0 } as const;

/** A thread that stopped says so where it is asked next; here it is no reason to fail. */
async function engineReports(store: Store): Promise<EngineReport[]> {
  return store.engines().catch(() => []);
}

/** Asks everything the service depends on how it is. */
export async function checkReadiness(parts: ReadinessParts): Promise<ReadyReport> {
  const { store, metrics, forwarder } = parts;
  const dependencies: Dependency[] = [];
  try {
    const health = await store.health();
    for (const [name, part] of Object.entries(health) as Array<[string, Dependency]>) {
      dependencies.push({ ...part, name });
    }
  } catch (error) {
    dependencies.push({ name: 'store', state: 'down', text: `The store does not answer: ${(error as Error).message}` });
  }
  for (const { signal, product, health } of await engineReports(store)) {
    // Without it some panels are empty, but the service serves: a dead neighbour must not take it out of service.
    const state = health.state === 'down' ? 'degraded' : health.state;
    dependencies.push({ ...health, state, name: `${signal} from ${product}` });
  }
  dependencies.push(await diskSpace(parts.dataDir), ...parts.projects());
  if (parts.spool) {
    dependencies.push(await parts.spool());
  }
  if (forwarder) {
    const { url, queued, problem } = forwarder.stats();
    dependencies.push({
      name: 'forwarding',
      state: problem ? 'degraded' : 'ok',
      text: problem ? `${url} ${problem}; ${queued} bodies wait.` : `OTLP is passed on to ${url}.`,
    });
  }
  const sending = parts.exporter?.();
  if (sending) {
    dependencies.push(sending);
  }
  const report = readyReport(dependencies);
  metrics.spec.health.reset();
  const { environment } = metrics;
  for (const { name, state } of [...dependencies, { name: 'service', state: report.state }]) {
    if (!name.startsWith('project ')) {
      metrics.spec.health.set({ component: name, environment }, VALUES[state]);
    }
  }
  return report;
}
