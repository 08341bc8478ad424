import { readFile, rename, writeFile } from 'node:fs/promises';
import { type RegistryState } from './registry-state.ts';
import { type SessionState } from './sessions.ts';

/** What the event counters knew after the event `seq`. */
export interface CountersState {
  version: 1;
  seq: number;
  registry: RegistryState;
  sessions: Array<[string, SessionState]>;
  problems: Array<[string, string[]]>;
}

/** The saved state; undefined where there is none or it cannot be read (counters then begin at the whole journal). */
export async function readState(file: string): Promise<CountersState | undefined> {
  try {
    const state = JSON.parse(await readFile(file, 'utf8')) as CountersState;
    return state.version === 1 && Number.isSafeInteger(state.seq) ? state : undefined;
  } catch {
    return undefined; // absent or damaged: nothing is lost but the time to count again
  }
}

/** Writes beside and renames, so that a crash leaves the old state or the new one. */
export async function writeState(file: string, state: CountersState): Promise<void> {
  const beside = `${file}.new`;
  await writeFile(beside, JSON.stringify(state), { mode: 0o600 });
  await rename(beside, file);
}
