import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, ExitError } from './exit.ts';
import { processMark } from './process-mark.ts';

export const CONTROL_TOKEN_FILE = 'control-token';
export const SERVICE_FILE = 'service.json';

/** Makes sure of a data folder that can be written; throws with a sentence where it cannot. */
export function openDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(folder, '.write-test');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function cannotWrite(folder: string, error: unknown): ExitError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ExitError(EXIT.io, `The disk that holds ${folder} is full: free some space and start again.`);
  }
  const unwritable = code === 'EROFS' || code === 'EACCES' || code === 'EPERM';
  const reason = unwritable
    ? 'it is not writable for this user'
    : code === 'EEXIST' || code === 'ENOTDIR'
      ? 'it is a file, not a folder'
      : message;
  return new ExitError(
    EXIT.cannotCreate,
    `The data folder ${folder} cannot be used: ${reason}. Choose another one with --data.`
  );
}

/** The control token of a data folder; made the first time, or the one that is wanted. Readable by its owner only. */
export function controlToken(folder: string, wanted?: string): string {
  const file = join(folder, CONTROL_TOKEN_FILE);
  try {
    const token = readFileSync(file, 'utf8').trim();
    if (token.length >= 32 && (wanted === undefined || token === wanted)) {
      return token;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new ExitError(EXIT.cannotCreate, `The file ${file} cannot be read: ${(error as Error).message}.`);
    }
  }
  const token = wanted ?? randomBytes(32).toString('base64url');
  try {
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
  } catch (error) {
    rmSync(file, { force: true });
    throw cannotWrite(folder, error);
  }
  return token;
}

/** What a running service leaves in its data folder, for the commands to find it. */
export interface ServiceFile {
  pid: number;
  url: string;
  version: string;
  startedAt: number;
  /** What `processMark` says of the process: after a crash or a restart of the machine its id may be another’s. */
  mark?: string;
}

export function writeServiceFile(folder: string, content: ServiceFile): void {
  try {
    writeFileSync(
      join(folder, SERVICE_FILE),
      `${JSON.stringify({ ...content, mark: processMark(content.pid) }, null, 2)}\n`,
      { mode: 0o600 }
    );
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/** The file of a running service; undefined where there is none, or its process is gone. */
export function readServiceFile(folder: string): ServiceFile | undefined {
  try {
    const content = JSON.parse(readFileSync(join(folder, SERVICE_FILE), 'utf8')) as ServiceFile;
    const mark = Number.isSafeInteger(content.pid) && content.pid > 0 ? processMark(content.pid) : undefined;
    return mark !== undefined && mark === (content.mark ?? mark) ? content : undefined;
  } catch {
    return undefined;
  }
}

export function removeServiceFile(folder: string): void {
  rmSync(join(folder, SERVICE_FILE), { force: true });
}
