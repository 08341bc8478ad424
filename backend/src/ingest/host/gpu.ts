import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type HostSample } from './sample.ts';

export interface GpuProbe {
  look(): Promise<HostSample['gpu']>;
  stop(): void;
}

/** A way to look at this machine's GPU without starting a process at each look; undefined where there is none. */
export function findGpu(intervalMs: number): GpuProbe | undefined {
  if (existsSync('/dev/nvidiactl')) {
    return nvidia(intervalMs);
  }
  const [file] = globSync('/sys/class/drm/card*/device/gpu_busy_percent');
  return file === undefined ? undefined : amd(file);
}

/** One nvidia-smi that prints a line each interval. */
function nvidia(intervalMs: number): GpuProbe {
  let last: HostSample['gpu'];
  const args = [
    '--query-gpu=utilization.gpu,memory.used,memory.total',
    '--format=csv,noheader,nounits',
    '-lms',
    String(intervalMs),
  ];
  const child = spawn('nvidia-smi', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.on('error', () => (last = undefined)); // the driver is there, the program is not
  child.on('exit', () => (last = undefined));
  child.unref();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (last = readNvidia(text) ?? last));
  return { look: () => Promise.resolve(last), stop: () => void child.kill() };
}

/** `37, 2048, 8192` → use and memory in percent; of several GPUs the mean. */
export function readNvidia(text: string): HostSample['gpu'] {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((part) => Number(part)))
    .filter((row) => row.length === 3 && row.every(Number.isFinite));
  if (rows.length === 0) {
    return undefined;
  }
  const mean = (of: (row: number[]) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  return { utilization: mean((row) => row[0] ?? 0), memory: mean((row) => ((row[1] ?? 0) / (row[2] || 1)) * 100) };
}

function amd(file: string): GpuProbe {
  return {
    async look() {
      const utilization = Number(await readFile(file, 'utf8').catch(() => 'NaN'));
      return Number.isFinite(utilization) ? { utilization } : undefined;
    },
    stop: () => undefined,
  };
}
