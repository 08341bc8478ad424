import { DatabaseSync } from 'node:sqlite';
import { existsSync } from 'node:fs';
import { type Folder } from './folder.ts';
import { asStoreError, isCorrupt } from './sqlite-error.ts';

/** What a signal keeps per open file: its prepared statements and caches. */
export interface WriterFile {
  /** Writes what was held back in this transaction. Called once before the commit. */
  flush?(): void;
}

export interface WriterFilesOptions<T extends WriterFile> {
  folder: Folder;
  /** Makes the tables where they are missing and prepares the statements. Runs outside a transaction. */
  open: (db: DatabaseSync, first: number) => T;
  now: () => number;
  /** Most files kept open between transactions. */
  maxOpen?: number;
  /** KiB of page cache per file. */
  cacheKb?: number;
  /** Most pages of a file; SQLite answers "full" beyond. */
  maxPages?: number;
}

interface Handle<T> {
  db: DatabaseSync;
  own: T;
  active: boolean;
  /** Grows with each use: the smallest was used longest ago. */
  used: number;
}

/**
 * The files of one signal in the writer thread: opened on demand, a bounded number kept open, one transaction over all
 * that are touched. A transaction over several files is committed file by file: after a crash between two commits the
 * sender repeats the whole, which records with an identity of their own bear.
 */
export class WriterFiles<T extends WriterFile> {
  readonly folder: Folder;
  /** Sentences about files that were moved aside since the start. */
  readonly problems: string[] = [];
  /** Periods that maintenance has to look at: those written to, and after a start all. */
  readonly touched: Set<number>;
  /** Grows when a file is moved aside or deleted: plans made for it are void. */
  generation = 0;
  private readonly options: WriterFilesOptions<T>;
  private readonly handles = new Map<number, Handle<T>>();
  private readonly damaged = new Set<number>();
  private transaction = false;
  private uses = 0;

  constructor(options: WriterFilesOptions<T>) {
    this.options = options;
    this.folder = options.folder;
    this.touched = new Set(options.folder.list());
  }

  begin(): void {
    this.transaction = true;
  }

  /** Runs `work` on the period's file, made where it is missing. Errors become StoreErrors; a damaged file is remembered. */
  use<R>(first: number, work: (own: T, db: DatabaseSync) => R): R {
    try {
      const handle = this.handle(first);
      handle.used = ++this.uses;
      if (this.transaction && !handle.active) {
        handle.db.exec('BEGIN IMMEDIATE');
        handle.active = true;
        this.touched.add(first);
      }
      return work(handle.own, handle.db);
    } catch (error) {
      if (isCorrupt(error)) {
        this.damaged.add(first);
      }
      throw asStoreError(error, this.folder.file(first));
    }
  }

  has(first: number): boolean {
    return this.handles.has(first) || existsSync(this.folder.file(first));
  }

  /** Periods that maintenance has to look at, the newest first. */
  due(): number[] {
    return [...this.touched].sort((a, b) => b - a);
  }

  commit(): void {
    for (const [first, handle] of this.handles) {
      if (handle.active) {
        this.use(first, (own) => own.flush?.());
      }
    }
    for (const [first, handle] of this.handles) {
      if (handle.active) {
        this.use(first, (_own, db) => db.exec('COMMIT'));
        handle.active = false;
      }
    }
    this.transaction = false;
    this.trim();
  }

  /** Undoes what was not committed and forgets every cache that may speak of it. */
  rollback(): void {
    this.transaction = false;
    for (const [first, handle] of [...this.handles]) {
      if (handle.active) {
        this.close(first);
      }
    }
    this.moveDamaged();
  }

  /** One transaction of its own, for maintenance. Not to be called between begin and commit. */
  atomic<R>(work: () => R): R {
    this.begin();
    try {
      const result = work();
      this.commit();
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Moves files aside that turned out to be damaged. */
  moveDamaged(): void {
    for (const first of this.damaged) {
      this.setAside(first);
    }
    this.damaged.clear();
  }

  setAside(first: number): void {
    this.close(first);
    this.generation++;
    if (existsSync(this.folder.file(first))) {
      const target = this.folder.moveAside(first, this.options.now());
      this.problems.push(target);
    }
  }

  remove(first: number): void {
    this.close(first);
    this.generation++;
    this.touched.delete(first);
    this.folder.remove(first);
  }

  close(first: number): void {
    const handle = this.handles.get(first);
    if (handle) {
      this.handles.delete(first);
      try {
        handle.db.close();
      } catch {
        // a damaged file may not close cleanly; its handle is gone either way
      }
    }
  }

  closeAll(): void {
    for (const first of [...this.handles.keys()]) {
      this.close(first);
    }
  }

  private handle(first: number): Handle<T> {
    const known = this.handles.get(first);
    if (known) {
      return known;
    }
    let opened: Handle<T>;
    try {
      opened = this.open(first);
    } catch (error) {
      if (!isCorrupt(error)) {
        throw error;
      }
      this.setAside(first);
      opened = this.open(first);
    }
    this.handles.set(first, opened);
    return opened;
  }

  private open(first: number): Handle<T> {
    this.folder.make();
    const db = new DatabaseSync(this.folder.file(first), { timeout: 5000 });
    try {
      const { cacheKb = 4096, maxPages } = this.options;
      db.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -${cacheKb}; PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 33554432;
        PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;`);
      if (maxPages !== undefined) {
        db.exec(`PRAGMA max_page_count = ${maxPages}`);
      }
      return { db, own: this.options.open(db, first), active: false, used: 0 };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Closes what was used longest ago beyond the number allowed. Closing is dear: SQLite empties the WAL. */
  private trim(): void {
    const { maxOpen = 4 } = this.options;
    const open = [...this.handles].sort(([, a], [, b]) => a.used - b.used);
    for (const [first] of open.slice(0, Math.max(0, open.length - maxOpen))) {
      this.close(first);
    }
  }
}
