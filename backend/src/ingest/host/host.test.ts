import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { AgentProcesses } from './agent-processes.ts';
import { readNvidia } from './gpu.ts';
import { LinuxProbe } from './linux-probe.ts';
import { readCpu, readDisks, readMemory, readNetwork, readResident } from './proc.ts';

describe('/proc', () => {
  it('tells CPU ticks: waiting for the disk is idle', () => {
    expect(readCpu('cpu  100 0 50 800 50 0 0 0 10 0\ncpu0 1 2 3')).toEqual({ busy: 150, total: 1000 });
    expect(readCpu('')).toBeUndefined();
  });

  it('tells memory in use', () => {
    expect(readMemory('MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  400 kB\n')).toEqual({
      total: 1_024_000,
      used: 614_400,
    });
    expect(readMemory('')).toBeUndefined();
  });

  it('tells network traffic without loopback and containers', () => {
    const text =
      'Inter-| Receive\n face |bytes\n    lo: 9 0 0 0 0 0 0 0 9 0\n  eth0: 100 1 0 0 0 0 0 0 40 1\nveth1a: 7 0 0 0 0 0 0 0 7 0\n';
    expect(readNetwork(text)).toEqual({ received: 100, sent: 40 });
  });

  it('tells disk traffic of whole disks', () => {
    const text =
      '   8 0 sda 1 0 10 0 1 0 20 0 0 0 0\n   8 1 sda1 1 0 10 0 1 0 20 0 0 0 0\n 259 0 nvme0n1 1 0 2 0 1 0 4 0 0 0 0';
    expect(readDisks(text)).toEqual({ read: 12 * 512, written: 24 * 512 });
  });

  it('tells resident memory', () => {
    expect(readResident('1000 25 10 1 0 100 0', 4096)).toBe(102_400);
    expect(readResident('', 4096)).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('a look at this machine', () => {
  it('knows rates from the second look on', async () => {
    const probe = new LinuxProbe(tmpdir());
    const first = await probe.look([process.pid]);
    expect(first.cpu).toBeUndefined();
    expect(first.agents.get(process.pid)).toBeGreaterThan(1_000_000);
    for (let spin = 0; spin < 3e7; spin += 1) {
      Math.sqrt(spin); // some ticks have to pass
    }
    const second = await probe.look([2 ** 30]);
    expect(second.cpu).toBeGreaterThanOrEqual(0);
    expect(second.disk).toBeGreaterThan(0);
    expect(second.agents.size).toBe(0);
  });
});

describe('graphics processors', () => {
  it('are averaged', () => {
    expect(readNvidia('40, 1000, 4000\n60, 3000, 4000\n')).toEqual({ utilization: 50, memory: 50 });
    expect(readNvidia('[N/A], 1, 2')).toBeUndefined();
  });
});

describe('agent processes', () => {
  const base = { seq: 1, id: 'a', at: 0, seenAt: 0, source: 'hook' as const };
  it('are those of sessions that named theirs and go on', () => {
    const agents = new AgentProcesses();
    agents.see([
      { ...base, type: 'session.started', session: 's1', data: { pid: 11 } },
      { ...base, type: 'session.started', session: 's2', data: { pid: 12 } },
      { ...base, type: 'session.started', session: 's3', data: { pid: -1 } },
      { ...base, type: 'session.ended', session: 's1', data: {} },
    ]);
    expect(agents.pids).toEqual([12]);
    agents.keep(new Set());
    expect(agents.pids).toEqual([]);
  });
});
