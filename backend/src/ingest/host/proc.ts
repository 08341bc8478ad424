/** Reads what Linux tells in /proc. Pure: text in, numbers out. Formats: proc(5). */

export interface CpuTimes {
  /** Ticks spent at work, and all ticks. */
  busy: number;
  total: number;
}

/** First line of /proc/stat. Waiting for the disk is not work; guest time is inside user time. */
export function readCpu(text: string): CpuTimes | undefined {
  const ticks = /^cpu\s+([\d ]+)/.exec(text)?.[1]?.trim().split(/\s+/).map(Number);
  if (!ticks || ticks.length < 5) {
    return undefined;
  }
  const total = ticks.slice(0, 8).reduce((sum, value) => sum + value, 0);
  return { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total };
}

/** /proc/meminfo: total and used bytes; used is what is not available without swapping. */
export function readMemory(text: string): { total: number; used: number } | undefined {
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]);
  const total = kilobytes('MemTotal') * 1024;
  const available = kilobytes('MemAvailable') * 1024;
  return Number.isFinite(total - available) ? { total, used: total - available } : undefined;
}

/** /proc/net/dev: bytes received and sent so far, without the loopback and the inner ends of containers. */
export function readNetwork(text: string): { received: number; sent: number } {
  let received = 0;
  let sent = 0;
  for (const line of text.split('\n')) {
    const found = /^\s*([^:\s]+):\s*(.+)$/.exec(line);
    if (found && !/^(lo|veth|docker|br-|virbr)/.test(found[1] ?? '')) {
      const numbers = (found[2] ?? '').trim().split(/\s+/).map(Number);
      received += numbers[0] ?? 0;
      sent += numbers[8] ?? 0;
    }
  }
  return { received, sent };
}

/** /proc/diskstats: bytes read and written so far by whole disks. A sector is 512 bytes there, whatever the disk says. */
export function readDisks(text: string): { read: number; written: number } {
  let read = 0;
  let written = 0;
  for (const line of text.split('\n')) {
    const parts = line.trim().split(/\s+/);
    if (/^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(parts[2] ?? '')) {
      read += Number(parts[5]) * 512;
      written += Number(parts[9]) * 512;
    }
  }
  return { read, written };
}

/** Resident bytes of a process from /proc/PID/statm (pages). */
export function readResident(text: string, pageBytes: number): number | undefined {
  const pages = Number(text.split(' ')[1]);
  return Number.isFinite(pages) ? pages * pageBytes : undefined;
}
