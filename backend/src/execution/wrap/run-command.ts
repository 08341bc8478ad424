import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a command ended. */
export interface CommandEnd {
  /** Its exit code; 128 + number for a signal, 126 and 127 as the shell has them for one that cannot be started. */
  exitCode: number;
  signal?: NodeJS.Signals;
  /** Why it could not be started. */
  problem?: string;
}

/** The terminal gives these to every process in front of it, so the command has them already. */
const FROM_TERMINAL: NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const PASSED_ON: NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'];

/**
 * Runs a command in this process's place: same standard streams (a terminal stays one), same process group, same folder. Signals reach it;
 * this process stays until it has ended.
 */
export async function runCommand(command: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandEnd> {
  const [program = '', ...args] = command;
  let child: ChildProcess | undefined;
  const stay = (): void => {};
  const passOn = (signal: NodeJS.Signals): void => void child?.kill(signal);
  FROM_TERMINAL.forEach((signal) => process.on(signal, stay));
  PASSED_ON.forEach((signal) => process.on(signal, passOn));
  try {
    const started = spawn(program, args, { stdio: 'inherit', env });
    child = started;
    return await new Promise<CommandEnd>((resolve) => {
      started.once('error', (error: NodeJS.ErrnoException) => {
        const missing = error.code === 'ENOENT';
        const why = missing ? 'it was not found' : error.code === 'EACCES' ? 'it is not executable' : error.message;
        resolve({ exitCode: missing ? 127 : 126, problem: `“${program}” cannot be run: ${why}.` });
      });
      started.once('exit', (code, signal) =>
        resolve(
          signal === null ? { exitCode: code ?? 1 } : { exitCode: 128 + (constants.signals[signal] ?? 0), signal }
        )
      );
    });
  } finally {
    FROM_TERMINAL.forEach((signal) => process.off(signal, stay));
    PASSED_ON.forEach((signal) => process.off(signal, passOn));
  }
}

/** Ends this process as the command ended: by the same signal, or with the same code. */
export function endLike(end: CommandEnd): void {
  process.exitCode = end.exitCode;
  if (end.signal !== undefined) {
    process.kill(process.pid, end.signal);
  }
}
