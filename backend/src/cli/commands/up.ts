import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readServiceFile } from '../../service/data-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { dataFolderOf } from '../client.ts';
import { say } from '../output.ts';
import { start, type StartOptions } from './start.ts';

const WAIT_MS = 30_000;

/** Runs the service, in the background with `detach`: resolves when it answers. */
export async function up(options: StartOptions & { detach?: boolean }, args: string[]): Promise<void> {
  if (!options.detach) {
    return start(options);
  }
  const folder = dataFolderOf(options);
  const running = readServiceFile(folder);
  if (running) {
    say(`The service runs already: ${running.url} (process ${running.pid}).`);
    return;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFile = join(folder, 'service.log');
  const log = openSync(logFile, 'a', 0o600);
  const entry = process.argv[1] ?? '';
  const child = spawn(process.execPath, [...process.execArgv, entry, 'start', ...args], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let exitCode: number | undefined;
  child.on('exit', (code) => (exitCode = code ?? EXIT.internal));
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until && exitCode === undefined) {
    const found = readServiceFile(folder);
    if (found && found.pid === child.pid) {
      child.unref();
      say(`The service runs at ${found.url} (process ${found.pid}); its log is ${logFile}.`);
      say('Stop it with “taskmaster-observe down”.');
      return;
    }
    await sleep(50);
  }
  if (exitCode !== undefined) {
    throw new ExitError(exitCode, lastLine(logFile));
  }
  child.kill();
  throw new ExitError(EXIT.unavailable, `The service did not start within ${WAIT_MS / 1000} s; its log is ${logFile}.`);
}

/** The sentence the service ended with. */
function lastLine(file: string): string {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.at(-1) ?? 'The service could not be started.';
}
