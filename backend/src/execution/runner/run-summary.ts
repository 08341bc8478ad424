import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunPhase, type RunState } from '../state/types.ts';
import { type RunFolder } from './run-folder.ts';

/** What others want to know of a run at any moment, without reading its log: a small file in its folder. */
export interface RunSummary {
  phase: RunPhase;
  pausedBy?: string;
  endReason?: string;
  /** Begins tasks without being asked; otherwise each waits for `approve`. */
  autonomous: boolean;
  executor: string;
  /** Attempts at once: allowed by its settings, and now. */
  parallel: number;
  parallelNow: number;
  /** Nothing begins until then, after failures of the executor; epoch ms. */
  pausedUntil?: number;
}

const fileOf = (folder: RunFolder): string => join(folder.path, 'summary.json');

export function summaryOf(state: RunState): RunSummary {
  const { phase, pausedBy, endReason, config, parallel, breaker } = state;
  return {
    phase,
    ...(pausedBy === undefined ? {} : { pausedBy }),
    ...(endReason === undefined ? {} : { endReason }),
    autonomous: config.autonomous,
    executor: config.executor,
    parallel: config.parallel,
    parallelNow: parallel,
    ...(breaker.openUntil === undefined ? {} : { pausedUntil: breaker.openUntil }),
  };
}

/** Keeps the file true; writes only what changed. */
export class SummaryFile {
  readonly #file: string;
  #written = '';

  constructor(folder: RunFolder) {
    this.#file = fileOf(folder);
  }

  note(state: RunState): void {
    const text = JSON.stringify(summaryOf(state));
    if (text === this.#written) {
      return;
    }
    try {
      writeFileSync(`${this.#file}.tmp`, text, { mode: 0o600 });
      renameSync(`${this.#file}.tmp`, this.#file);
      this.#written = text;
    } catch {
      // a full disk: what counts is in the log, and this is written at the next change
    }
  }
}

/** Undefined where there is none that can be read. */
export function readSummary(folder: RunFolder): RunSummary | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(folder), 'utf8')) as RunSummary;
  } catch {
    return undefined;
  }
}
