import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT, ExitError } from '../service/exit.ts';
import { addSettings, readSettings, removeSettings } from './edit.ts';
import { type Wanted } from './settings.ts';

/** What was written, kept in the data folder so that it can be undone to the byte. */
interface SetUpRecord {
  file: string;
  /** Content before us; null where there was no file. */
  before: string | null;
  after: string;
  env: Record<string, string>;
  /** Whether the folder `.claude` was made by us. */
  madeFolder: boolean;
}

export interface Plan {
  file: string;
  /** Null: no file. */
  before: string | null;
  after: string | null;
  kept: Array<{ name: string; value: string }>;
}

/** What setting up would change. Throws where the file cannot be understood. */
export function planSetUp(file: string, dataDir: string, wanted: Wanted): Plan {
  const current = read(file);
  const record = readRecord(dataDir, file);
  const clean = current === null ? '' : undone(current, record, wanted.env);
  const { text, kept } = addSettings(clean ?? '', wanted);
  return { file, before: current, after: text, kept };
}

/** What removing would change. */
export function planRemoval(file: string, dataDir: string, wanted: Wanted): Plan {
  const current = read(file);
  const record = readRecord(dataDir, file);
  return { file, before: current, after: current === null ? null : undone(current, record, wanted.env), kept: [] };
}

/** Writes a set-up and notes what was there before. */
export function applySetUp(plan: Plan, dataDir: string, wanted: Wanted): void {
  const old = readRecord(dataDir, plan.file);
  const folder = dirname(plan.file);
  const stillOurs = old !== undefined && plan.before === old.after;
  const madeFolder = stillOurs ? old.madeFolder : !existsSync(folder);
  const before = stillOurs ? old.before : plan.before === null ? null : undone(plan.before, old, wanted.env);
  mkdirSync(folder, { recursive: true });
  const after = plan.after ?? '';
  write(plan.file, after, wanted.env.TASKMASTER_OBSERVE_TOKEN !== undefined);
  const record: SetUpRecord = { file: plan.file, before, after, env: wanted.env, madeFolder };
  mkdirSync(dirname(recordFile(dataDir, plan.file)), { recursive: true, mode: 0o700 });
  writeFileSync(recordFile(dataDir, plan.file), JSON.stringify(record), { mode: 0o600 });
}

/** Writes a removal and forgets the note. */
export function applyRemoval(plan: Plan, dataDir: string): void {
  const record = readRecord(dataDir, plan.file);
  if (plan.after === null) {
    rmSync(plan.file, { force: true });
    if (record?.madeFolder) {
      removeIfEmpty(dirname(plan.file));
    }
  } else {
    write(plan.file, plan.after, false);
  }
  rmSync(recordFile(dataDir, plan.file), { force: true });
}

/** A content without our settings: to the byte where nobody changed it since, else entry by entry. */
function undone(current: string, record: SetUpRecord | undefined, env: Record<string, string>): string | null {
  if (record?.after === current) {
    return record.before;
  }
  const settings = readSettings(current);
  if (typeof settings === 'string') {
    throw new ExitError(EXIT.data, `The settings file cannot be changed: ${settings}.`);
  }
  return removeSettings(current, { ...env, ...record?.env });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw new ExitError(EXIT.noInput, `${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** Beside and rename, so that an agent never reads half a file; the mode stays. */
function write(file: string, text: string, secret: boolean): void {
  const mode = secret ? 0o600 : existsSync(file) ? statSync(file).mode & 0o777 : 0o644;
  const beside = `${file}.taskmaster-observe`;
  writeFileSync(beside, text, { mode });
  renameSync(beside, file);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  }
}

function recordFile(dataDir: string, file: string): string {
  return join(dataDir, 'monitor-init', `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.json`);
}

function readRecord(dataDir: string, file: string): SetUpRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(dataDir, file), 'utf8')) as SetUpRecord;
  } catch {
    return undefined; // never set up from this data folder
  }
}
