import { type FastifyBaseLogger } from 'fastify';
import { HOST_METRICS, type Metrics } from '../../metrics/metrics.ts';
import { registryPoints } from '../../metrics/to-points.ts';
import { type Store } from '../../store/types.ts';
import { AgentProcesses } from './agent-processes.ts';
import { findGpu } from './gpu.ts';
import { type HostSample } from './sample.ts';

export interface SamplerOptions {
  store: Store;
  metrics: Metrics;
  log: FastifyBaseLogger;
  dataDir: string;
  intervalMs: number;
}

/** Looks at the machine at a steady pace: into the gauges of /metrics and into the metric store. */
export async function startHostSampler(options: SamplerOptions): Promise<{ stop(): Promise<void> }> {
  const { store, metrics, log, dataDir, intervalMs } = options;
  const gpu = findGpu(intervalMs);
  const probe =
    process.platform === 'linux'
      ? new (await import('./linux-probe.ts')).LinuxProbe(dataDir, gpu)
      : new (await import('./general-probe.ts')).GeneralProbe(dataDir);
  const agents = new AgentProcesses();
  const stopListening = store.onEvents((events) => agents.see(events));
  let said = '';
  const look = async (): Promise<void> => {
    try {
      const sample = await probe.look(agents.pids);
      agents.keep(new Set(sample.agents.keys()));
      setGauges(metrics, sample);
      const points = await registryPoints(
        metrics.registry,
        Date.now(),
        () => 0,
        (name) => !HOST_METRICS.has(name)
      );
      await store.record(points);
      said = '';
    } catch (error) {
      const message = (error as Error).message;
      if (message !== said) {
        said = message; // the same trouble at every look is said once
        log.warn({ err: error }, 'The machine could not be looked at');
      }
    }
  };
  let running = look();
  const timer = setInterval(() => (running = running.then(look)), intervalMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      stopListening();
      gpu?.stop();
      await running;
    },
  };
}

/** What is not known is left out, never 0. */
export function setGauges({ spec, own, environment }: Metrics, sample: HostSample): void {
  const share = (resource_type: string, value: number | undefined): void => {
    if (value !== undefined) {
      spec.utilization.set({ resource_type, environment }, value);
    }
  };
  const { memory, network, diskTraffic, gpu } = sample;
  share('cpu', sample.cpu);
  share('memory', memory && (memory.used / memory.total) * 100);
  share('disk', sample.disk);
  share('gpu', gpu?.utilization);
  share('gpu_memory', gpu?.memory);
  spec.memory.set({ component: 'service', environment }, process.memoryUsage.rss());
  if (memory) {
    spec.memory.set({ component: 'host', environment }, memory.used);
  }
  own.agentMemory.reset();
  let all = 0;
  for (const [pid, bytes] of sample.agents) {
    own.agentMemory.set({ pid: String(pid) }, bytes);
    all += bytes;
  }
  if (sample.agents.size > 0) {
    spec.memory.set({ component: 'agents', environment }, all);
  } else {
    spec.memory.remove({ component: 'agents', environment });
  }
  own.load.set(sample.load);
  if (network) {
    own.networkBytes.set({ direction: 'received' }, network.received);
    own.networkBytes.set({ direction: 'sent' }, network.sent);
  }
  if (diskTraffic) {
    own.diskBytes.set({ direction: 'read' }, diskTraffic.read);
    own.diskBytes.set({ direction: 'written' }, diskTraffic.written);
  }
}
