import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';

/** What a person, the service or a script wants of a run. */
export interface ControlCommand {
  action: 'pause' | 'continue' | 'stop' | 'emergency-stop' | 'skip' | 'retry' | 'approve' | 'override' | 'checkpoint';
  /** For skip, retry, approve and override. */
  taskId?: string;
  /** For override: the status. */
  status?: string;
  reason?: string;
  /** Who: a login, `cli:<user>`, `api`. */
  actor: string;
}

export interface ControlAnswer {
  ok: boolean;
  /** A sentence. */
  text: string;
  checkpoint?: string;
}

/**
 * Commands come as files in the run's folder, one each, so that they are not lost when the runner is busy, dead or restarted, and need no
 * port. The answer is a file beside. Names sort by time.
 */
export function sendControl(controlDir: string, command: ControlCommand): string {
  mkdirSync(controlDir, { recursive: true, mode: 0o700 });
  const id = ulid();
  writeWhole(join(controlDir, `${id}.command`), JSON.stringify(command));
  return id;
}

/** Waits for the answer to a command; undefined where none comes in time (the command stays and is carried out later). */
export async function awaitAnswer(
  controlDir: string,
  id: string,
  timeoutMs: number
): Promise<ControlAnswer | undefined> {
  const file = join(controlDir, `${id}.answer`);
  for (const until = Date.now() + timeoutMs; Date.now() < until;) {
    if (existsSync(file)) {
      const answer = JSON.parse(readFileSync(file, 'utf8')) as ControlAnswer;
      rmSync(file, { force: true });
      return answer;
    }
    await sleep(25);
  }
  return undefined;
}

/** Takes a command back that nobody has carried out. True where it was still there. */
export function withdraw(controlDir: string, id: string): boolean {
  const file = join(controlDir, `${id}.command`);
  const there = existsSync(file);
  rmSync(file, { force: true });
  return there;
}

const ANSWER_KEPT_MS = 60_000;

/** Commands that wait, oldest first. A file that is no command is answered with a sentence. */
export function takeCommands(controlDir: string): Array<{ id: string; command: ControlCommand }> {
  let names: string[];
  try {
    names = readdirSync(controlDir);
  } catch {
    return [];
  }
  const commands: Array<{ id: string; command: ControlCommand }> = [];
  for (const name of names.sort()) {
    const file = join(controlDir, name);
    if (name.endsWith('.answer')) {
      forget(file);
    } else if (name.endsWith('.command')) {
      const id = name.slice(0, -'.command'.length);
      try {
        commands.push({ id, command: JSON.parse(readFileSync(file, 'utf8')) as ControlCommand });
      } catch (error) {
        answer(controlDir, id, { ok: false, text: `This is no command: ${(error as Error).message}` });
      }
    }
  }
  return commands;
}

/** Answers a command, which is thereby done. */
export function answer(controlDir: string, id: string, what: ControlAnswer): void {
  writeWhole(join(controlDir, `${id}.answer`), JSON.stringify(what));
  rmSync(join(controlDir, `${id}.command`), { force: true });
}

function forget(file: string): void {
  try {
    if (Date.now() - statSync(file).mtimeMs > ANSWER_KEPT_MS) {
      rmSync(file, { force: true }); // nobody waited for it
    }
  } catch {
    // read by the one who asked
  }
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.tmp`, text, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}
