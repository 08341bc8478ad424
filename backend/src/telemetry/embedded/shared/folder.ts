import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dayName, parseDay } from './days.ts';

/** How the files of a folder are cut: one a day (`2026-11-21.db`) or one a month (`2026-11.db`). */
export type Period = 'day' | 'month';

/** File systems tell when a folder changed to two seconds at worst (FAT). */
const CLOCK_MS = 3000;

/** A folder of SQLite files, each named after the UTC day or month it holds. Periods are numbered by their first day. */
export class Folder {
  readonly path: string;
  readonly period: Period;
  private known?: { changedAt: number; names: readonly string[] };

  constructor(path: string, period: Period) {
    this.path = path;
    this.period = period;
  }

  make(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
  }

  file(first: number): string {
    const name = dayName(first);
    return join(this.path, `${this.period === 'day' ? name : name.slice(0, 7)}.db`);
  }

  /** First days of the periods on disk, ascending. */
  list(): number[] {
    const found: number[] = [];
    for (const name of this.names()) {
      const day = name.endsWith('.db')
        ? parseDay(this.period === 'day' ? name.slice(0, -3) : `${name.slice(0, -3)}-01`)
        : undefined;
      if (day !== undefined) {
        found.push(day);
      }
    }
    return found.sort((a, b) => a - b);
  }

  /** Names of damaged files that were moved aside. */
  corrupt(): string[] {
    return this.names().filter(
      (name) => name.includes('.corrupt-') && !name.endsWith('-wal') && !name.endsWith('-shm')
    );
  }

  /** Bytes on disk, WAL included. */
  size(first: number): number {
    return ['', '-wal'].reduce(
      (sum, end) => sum + (statSync(this.file(first) + end, { throwIfNoEntry: false })?.size ?? 0),
      0
    );
  }

  remove(first: number): void {
    for (const end of ['', '-wal', '-shm', '.suspect']) {
      rmSync(this.file(first) + end, { force: true });
    }
  }

  /** Moves a damaged file out of the way, with its WAL. Returns the new name. */
  moveAside(first: number, at: number): string {
    const file = this.file(first);
    const target = `${file}.corrupt-${new Date(at).toISOString().replace(/[-:.]/g, '')}`;
    for (const end of ['', '-wal', '-shm']) {
      if (existsSync(file + end)) {
        renameSync(file + end, target + end);
      }
    }
    rmSync(`${file}.suspect`, { force: true });
    return target;
  }

  /** Deletes damaged files that were last written before an instant. */
  removeCorrupt(before: number): void {
    for (const name of this.names().filter((one) => one.includes('.corrupt-'))) {
      const file = join(this.path, name);
      if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < before) {
        rmSync(file, { force: true });
      }
    }
  }

  /** Periods whose file a reader found damaged. */
  suspects(): number[] {
    return this.list().filter((first) => existsSync(`${this.file(first)}.suspect`));
  }

  clearSuspect(first: number): void {
    rmSync(`${this.file(first)}.suspect`, { force: true });
  }

  /** Every query asks; the folder is read again when it has changed, or may have within the accuracy of its clock. */
  private names(): readonly string[] {
    const changedAt = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt === undefined) {
      return []; // not made yet
    }
    if (this.known?.changedAt !== changedAt) {
      const readAt = Date.now();
      const names = readOr(this.path);
      this.known = readAt - changedAt > CLOCK_MS ? { changedAt, names } : undefined;
      return names;
    }
    return this.known.names;
  }
}

function readOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // taken away meanwhile
  }
}
