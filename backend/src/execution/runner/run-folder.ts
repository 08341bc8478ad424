import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folderTarget, type CheckpointTarget } from '../checkpoint/store.ts';

/** Where a run keeps its state, in the data folder. */
export interface RunFolder {
  run: string;
  path: string;
  logFile: string;
  /** Who runs it now: process id and mark. */
  lockFile: string;
  attemptsDir: string;
  controlDir: string;
  /** How much of the log the journal has. */
  sentFile: string;
  targets: CheckpointTarget[];
  /** Second place of the checkpoints, where one was named. */
  copies?: string;
}

const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/;

/**
 * @param copies second place for checkpoints, may be on another disk; the one named before, or a folder beside the first, where none is
 * @throws Error for a text that is no run id
 */
export function runFolder(dataDir: string, run: string, copies?: string): RunFolder {
  if (!RUN_ID.test(run) || run.includes('..')) {
    throw new Error(`“${run}” is no run id.`);
  }
  const path = join(dataDir, 'runs', run);
  const second = copies === undefined ? rememberedCopies(path) : resolve(copies);
  return {
    run,
    path,
    logFile: join(path, 'run.log'),
    lockFile: join(path, 'runner.json'),
    attemptsDir: join(path, 'attempts'),
    controlDir: join(path, 'control'),
    sentFile: join(path, 'sent'),
    targets: [
      folderTarget(join(path, 'checkpoints')),
      folderTarget(join(second ?? join(dataDir, 'checkpoint-copies'), run)),
    ],
    ...(second === undefined ? {} : { copies: second }),
  };
}

export function makeRunFolder(folder: RunFolder): void {
  for (const path of [folder.path, folder.attemptsDir, folder.controlDir]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }
  if (folder.copies !== undefined) {
    writeFileSync(copiesFile(folder.path), folder.copies, { mode: 0o600 });
  }
}

const copiesFile = (path: string): string => join(path, 'checkpoint-copies');

function rememberedCopies(path: string): string | undefined {
  try {
    return readFileSync(copiesFile(path), 'utf8') || undefined;
  } catch {
    return undefined;
  }
}

/** Runs with a folder, newest first. */
export function listRuns(dataDir: string): string[] {
  const base = join(dataDir, 'runs');
  try {
    return readdirSync(base)
      .filter((name) => RUN_ID.test(name) && existsSync(join(base, name, 'run.log')))
      .map((name) => ({ name, at: statSync(join(base, name, 'run.log')).mtimeMs }))
      .sort((a, b) => b.at - a.at)
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
