import { type JournalEvent, type NewEvent } from '#contract/events.ts';
import { type AppendResult, type PartHealth, type PurgeRequest } from '../store/types.ts';

export interface JournalOptions {
  /** Silence after which a run is over, ms. */
  idleGapMs: number;
  now?: () => number;
  /** Events a rebuild replays in one transaction. */
  rebuildChunk?: number;
}

/** An answer, and what was written for it: derived events included, in order. */
export interface Appended extends AppendResult {
  events: JournalEvent[];
}

export interface PurgedJournal {
  events: number;
  tasks: number;
}

/**
 * The journal, for the one thread that writes it. `append` and `closeIdleRuns` outside `begin` … `commit` are transactions
 * of their own. Everything throws `StoreError`; what a failed transaction did is gone, and later ones work.
 */
export interface Journal {
  begin(): void;
  append(events: readonly NewEvent[], seenAt: number): Appended;
  /** On disk when it returns. */
  commit(): void;
  rollback(): void;
  /** Ends the runs nothing has happened in for the idle gap; returns what was written. */
  closeIdleRuns(now: number): JournalEvent[];
  eventsSince(seq: number, limit: number): JournalEvent[];
  lastSeq(): number;
  /** Folds the write-ahead log into the database once it is long, or always when `force`d. Call between answers. */
  checkpoint(force?: boolean): void;
  /** Removes events and what was made of them, and what is left of them in the files. */
  purge(request: PurgeRequest): PurgedJournal;
  /** Makes every projection anew from the events. */
  rebuild(): void;
  health(now: number): PartHealth;
  close(): void;
}
