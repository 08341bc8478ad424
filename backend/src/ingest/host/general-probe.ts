import { statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem } from 'node:os';
import { type HostProbe, type HostSample } from './sample.ts';

/**
 * macOS, Windows and others: CPU and memory from Node itself; network and disk traffic from systeminformation, which
 * starts a process for them, so only every sixth look.
 */
export class GeneralProbe implements HostProbe {
  readonly #folder: string;
  #before: { busy: number; total: number } | undefined;
  #looks = 0;
  #traffic: Pick<HostSample, 'network' | 'diskTraffic'> = {};

  constructor(folder: string) {
    this.#folder = folder;
  }

  async look(pids: readonly number[]): Promise<HostSample> {
    const times = cpus().map((core) => core.times);
    const total = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.idle + one.irq, 0);
    const busy = total - times.reduce((sum, one) => sum + one.idle, 0);
    const before = this.#before;
    this.#before = { busy, total };
    const space = await statfs(this.#folder).catch(() => undefined);
    if (this.#looks++ % 6 === 0) {
      this.#traffic = await traffic();
    }
    return {
      load: loadavg()[0] ?? 0,
      memory: { total: totalmem(), used: totalmem() - freemem() },
      ...(before && total > before.total ? { cpu: ((busy - before.busy) / (total - before.total)) * 100 } : {}),
      ...(space && space.blocks > 0 ? { disk: (1 - space.bfree / space.blocks) * 100 } : {}),
      ...this.#traffic,
      agents: await residents(pids),
    };
  }
}

async function traffic(): Promise<Pick<HostSample, 'network' | 'diskTraffic'>> {
  const { fsStats, networkStats } = await import('systeminformation');
  const [networks, disks] = await Promise.all([networkStats().catch(() => []), fsStats().catch(() => undefined)]);
  const sum = (values: Array<number | null>): number =>
    values.reduce<number>((all, one) => all + Math.max(0, one ?? 0), 0);
  return {
    network: { received: sum(networks.map((one) => one.rx_sec)), sent: sum(networks.map((one) => one.tx_sec)) },
    ...(disks ? { diskTraffic: { read: disks.rx_sec ?? 0, written: disks.wx_sec ?? 0 } } : {}),
  };
}

async function residents(pids: readonly number[]): Promise<Map<number, number>> {
  if (pids.length === 0) {
    return new Map();
  }
  const { processes } = await import('systeminformation');
  const { list } = await processes();
  const wanted = new Set(pids);
  return new Map(list.filter(({ pid }) => wanted.has(pid)).map(({ pid, memRss }) => [pid, memRss * 1024]));
}
