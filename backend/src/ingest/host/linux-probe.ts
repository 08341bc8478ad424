import { readFile, statfs } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { type GpuProbe } from './gpu.ts';
import { type CpuTimes, readCpu, readDisks, readMemory, readNetwork, readResident } from './proc.ts';
import { type HostProbe, type HostSample } from './sample.ts';

const PAGE_BYTES = 4096; // of every Linux this runs on but arm64 with large pages, where it under-reports

/** Reads /proc: five small reads, no process started. About 0.3 ms a look. */
export class LinuxProbe implements HostProbe {
  readonly #folder: string;
  readonly #gpu: GpuProbe | undefined;
  #before:
    | {
        at: number;
        cpu?: CpuTimes;
        network: { received: number; sent: number };
        disks: { read: number; written: number };
      }
    | undefined;

  constructor(folder: string, gpu?: GpuProbe) {
    this.#folder = folder;
    this.#gpu = gpu;
  }

  async look(pids: readonly number[]): Promise<HostSample> {
    const [stat, meminfo, net, diskstats, space, gpu] = await Promise.all([
      text('/proc/stat'),
      text('/proc/meminfo'),
      text('/proc/net/dev'),
      text('/proc/diskstats'),
      statfs(this.#folder).catch(() => undefined),
      this.#gpu?.look(),
    ]);
    const now = { at: performance.now(), cpu: readCpu(stat), network: readNetwork(net), disks: readDisks(diskstats) };
    const before = this.#before;
    this.#before = now;
    const sample: HostSample = { load: loadavg()[0] ?? 0, memory: readMemory(meminfo), agents: await residents(pids) };
    if (space && space.blocks > 0) {
      sample.disk = (1 - space.bfree / space.blocks) * 100;
    }
    if (gpu) {
      sample.gpu = gpu;
    }
    if (before) {
      const seconds = Math.max(0.001, (now.at - before.at) / 1000);
      const perSecond = (from: number, to: number): number => Math.max(0, to - from) / seconds;
      const ticks = (now.cpu?.total ?? 0) - (before.cpu?.total ?? 0);
      if (now.cpu && before.cpu && ticks > 0) {
        sample.cpu = Math.min(100, Math.max(0, ((now.cpu.busy - before.cpu.busy) / ticks) * 100));
      }
      sample.network = {
        received: perSecond(before.network.received, now.network.received),
        sent: perSecond(before.network.sent, now.network.sent),
      };
      sample.diskTraffic = {
        read: perSecond(before.disks.read, now.disks.read),
        written: perSecond(before.disks.written, now.disks.written),
      };
    }
    return sample;
  }
}

/** Content of a file of /proc; empty where a container hides it. */
function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function residents(pids: readonly number[]): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  await Promise.all(
    pids.map(async (pid) => {
      const bytes = readResident(await text(`/proc/${pid}/statm`), PAGE_BYTES);
      if (bytes !== undefined) {
        found.set(pid, bytes);
      }
    })
  );
  return found;
}
