import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What an attempt leaves on disk. It outlives the process that started it, so that whoever takes the run up again finds what came of it.
 * `task.json` what the task is (standard input); `output.log` standard output and error; `pid` who works on it, made exclusively:
 * there is one beginning, or one refusal to begin; `exit` its two exit codes, whole when the line is.
 */
export interface AttemptFolder {
  path: string;
  taskFile: string;
  outputFile: string;
  pidFile: string;
  exitFile: string;
}

/** Ids are foreign text and become a folder's name: everything but letters, digits and dots is written as hex. */
export function folderName(taskId: string, attempt: number): string {
  const safe = taskId.replaceAll(/[^A-Za-z0-9.-]/g, (char) =>
    [...Buffer.from(char)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('')
  );
  return `${safe.length > 120 ? `${safe.slice(0, 100)}~${Buffer.from(taskId).toString('hex').slice(-16)}` : safe}.try-${attempt}`;
}

export function attemptFolder(attemptsDir: string, taskId: string, attempt: number): AttemptFolder {
  const path = join(attemptsDir, folderName(taskId, attempt));
  return {
    path,
    taskFile: join(path, 'task.json'),
    outputFile: join(path, 'output.log'),
    pidFile: join(path, 'pid'),
    exitFile: join(path, 'exit'),
  };
}

/** The task as standard input has it. */
export const taskText = (task: unknown): string => `${JSON.stringify(task)}\n`;

export function makeAttemptFolder(folder: AttemptFolder, task: string): void {
  try {
    mkdirSync(folder.path, { mode: 0o700 });
  } catch {
    mkdirSync(folder.path, { recursive: true, mode: 0o700 }); // it is there already, or the folder above is not
  }
  writeFileSync(folder.taskFile, task, { mode: 0o600 });
}

/** Exit codes of the work and, where it was run, of the verification. */
export interface ExitCodes {
  work: number;
  verify?: number;
}

/** What an attempt ended with; undefined while there is no whole line. */
export function readExit(folder: AttemptFolder): ExitCodes | undefined {
  const text = readText(folder.exitFile);
  const found = text === undefined ? null : /^(\d+)(?: (\d+))?\n/.exec(text);
  return found
    ? { work: Number(found[1]), ...(found[2] === undefined ? {} : { verify: Number(found[2]) }) }
    : undefined;
}

/** When its exit codes were written, epoch ms; undefined where there are none. */
export function exitedAt(folder: AttemptFolder): number | undefined {
  const found = statSync(folder.exitFile, { throwIfNoEntry: false });
  return found && Math.round(found.mtimeMs);
}

/** Process id the attempt runs under; `none` where it was refused or has not begun, `pending` while the id is being written. */
export function readPid(folder: AttemptFolder): number | 'none' | 'pending' {
  const text = readText(folder.pidFile);
  if (text === undefined || text.startsWith('refused')) {
    return 'none';
  }
  const found = /^(\d+)\n/.exec(text);
  return found ? Number(found[1]) : 'pending';
}

/** Makes sure that an attempt that has not begun never will. False where it has begun. */
export function refuseToBegin(folder: AttemptFolder): boolean {
  try {
    mkdirSync(folder.path, { recursive: true, mode: 0o700 });
    const fd = openSync(folder.pidFile, 'wx', 0o600);
    writeSync(fd, 'refused\n');
    closeSync(fd);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return readText(folder.pidFile)?.startsWith('refused') ?? false;
    }
    throw error;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
