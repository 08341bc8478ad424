import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type AttemptFolder, makeAttemptFolder, taskText } from './attempt-folder.ts';
import { WRAPPER } from './wrapper.ts';

export interface AttemptCommand {
  command: string;
  verify?: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Goes to standard input as JSON. */
  task: unknown;
}

/** The shell commands run in. */
export const SHELL = '/bin/sh';

/**
 * Starts an attempt in a process group of its own. Its output goes straight into a file: neither a full pipe nor the end of this
 * process stops it.
 * @throws where the folder cannot be made or no process can be started
 */
export function spawnAttempt(folder: AttemptFolder, { command, verify, cwd, env, task }: AttemptCommand): ChildProcess {
  makeAttemptFolder(folder, taskText(task));
  const input = openSync(folder.taskFile, 'r');
  const output = openSync(folder.outputFile, 'a', 0o600); // appending: the file may be cut while it is written
  try {
    return spawn(SHELL, ['-c', WRAPPER, 'taskmaster-attempt', folder.path, command, verify ?? ''], {
      cwd,
      env,
      detached: true,
      stdio: [input, output, output],
    });
  } finally {
    closeSync(input);
    closeSync(output);
  }
}
