import { DatabaseSync } from 'node:sqlite';
import { statSync, writeFileSync } from 'node:fs';
import { type EngineNotice } from '../../types.ts';
import { type Folder } from './folder.ts';
import { isCorrupt, isMissing, isUnready } from './sqlite-error.ts';

export interface ReaderFilesOptions<T> {
  folder: Folder;
  /** Prepares statements; the tables are there, or this throws. */
  open: (db: DatabaseSync, first: number) => T;
  /** KiB of page cache per file. */
  cacheKb?: number;
  maxOpen?: number;
}

interface Handle<T> {
  db: DatabaseSync;
  own: T;
  inode: number;
  usedAt: number;
  /** Reads going on, one within the other. */
  reads: number;
}

/** Handles unused for this long are closed. */
const IDLE_MS = 60_000;

/** The files of one signal in a reader thread: read-only, opened when asked for, closed when idle or gone. */
export class ReaderFiles<T> {
  readonly folder: Folder;
  private readonly options: ReaderFilesOptions<T>;
  private readonly handles = new Map<number, Handle<T>>();
  private readonly timer: NodeJS.Timeout;

  constructor(options: ReaderFilesOptions<T>) {
    this.options = options;
    this.folder = options.folder;
    this.timer = setInterval(() => this.sweep(Date.now() - IDLE_MS), IDLE_MS);
    this.timer.unref();
  }

  /** Periods on disk between two periods, both included, ascending. */
  list(from: number, to: number): number[] {
    return this.folder.list().filter((first) => first >= from && first <= to);
  }

  /**
   * Runs `work` within one read transaction, so that all its statements see the same commit. A file that is missing
   * gives undefined; a damaged one gives undefined and a notice, and is marked for the writer to look at.
   */
  read<R>(first: number, notices: EngineNotice[], work: (own: T, db: DatabaseSync) => R): R | undefined {
    let handle: Handle<T> | undefined;
    try {
      handle = this.handle(first);
      if (!handle) {
        return undefined;
      }
      if (handle.reads === 0) {
        handle.db.exec('BEGIN');
      }
      handle.reads++;
      try {
        return work(handle.own, handle.db);
      } finally {
        handle.reads--;
        if (handle.reads === 0) {
          handle.db.exec('COMMIT');
        }
      }
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      if (!isCorrupt(error)) {
        throw error;
      }
      this.suspect(first);
      notices.push({
        severity: 'warning',
        text: `A part of the data is damaged and left out: ${this.folder.file(first)}`,
      });
      return undefined;
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.sweep(Infinity);
  }

  private handle(first: number): Handle<T> | undefined {
    const file = this.folder.file(first);
    const inode = statSync(file, { throwIfNoEntry: false })?.ino;
    const known = this.handles.get(first);
    if (known && (known.inode === inode || known.reads > 0)) {
      known.usedAt = Date.now();
      return known;
    }
    this.drop(first);
    if (inode === undefined) {
      return undefined;
    }
    const { cacheKb = 2048, maxOpen = 40 } = this.options;
    if (this.handles.size >= maxOpen) {
      const oldest = [...this.handles]
        .filter(([, one]) => one.reads === 0)
        .sort((a, b) => a[1].usedAt - b[1].usedAt)[0];
      if (oldest) {
        this.drop(oldest[0]);
      }
    }
    const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    try {
      db.exec(`PRAGMA cache_size = -${cacheKb}; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;`);
      const opened = { db, own: this.options.open(db, first), inode, usedAt: Date.now(), reads: 0 };
      this.handles.set(first, opened);
      return opened;
    } catch (error) {
      db.close();
      if (isUnready(error)) {
        return undefined;
      }
      throw error;
    }
  }

  private suspect(first: number): void {
    this.drop(first);
    try {
      writeFileSync(`${this.folder.file(first)}.suspect`, '');
    } catch {
      // a read-only folder: the notice has said it already
    }
  }

  private sweep(before: number): void {
    for (const [first, handle] of [...this.handles]) {
      if (handle.usedAt < before || !statSync(this.folder.file(first), { throwIfNoEntry: false })) {
        this.drop(first);
      }
    }
  }

  private drop(first: number): void {
    const handle = this.handles.get(first);
    if (handle) {
      this.handles.delete(first);
      handle.db.close();
    }
  }
}
