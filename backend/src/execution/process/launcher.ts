import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AttemptFolder, type ExitCodes, makeAttemptFolder, taskText } from './attempt-folder.ts';
import { type AttemptCommand, SHELL } from './spawn.ts';
import { WRAPPER } from './wrapper.ts';

/**
 * A shell that begins attempts for this program. To begin a process, the system copies the tables of the one that asks for it: of
 * a program like this one that takes several ms, in which nothing else happens here, of a small shell well below one.
 * It reads `<number> <attempt folder>` and says `s <number> <process id>`; the attempt itself says `e <number> <exit codes>` at its end. `jobs` collects
 * those that have ended. It ends with its input, and leaves what it began.
 *   $1 text of the wrapper   $2 the shell   $3 setsid, by its path: looking for it again costs as much as beginning it
 */
const LAUNCHER = `
exec 3>&1 >/dev/null
while read -r _tmo_n _tmo_folder; do
  {
    . "$_tmo_folder/start" || exit
    exec "$3" "$2" -c "$1" taskmaster-attempt "$_tmo_folder" "$_tmo_command" "$_tmo_verify" "$_tmo_n" \\
      < "$_tmo_folder/task.json" >> "$_tmo_folder/output.log" 2>&1
  } &
  echo "s $_tmo_n $!" >&3
  jobs
done
`;

/** An attempt the launcher was asked to begin. */
export interface Launched {
  /** Its process id, which is its process group; undefined where the launcher ended before it said. */
  pid: Promise<number | undefined>;
  /** Resolves to its exit codes when the attempt says that it has ended. One that is killed does not. */
  ended: Promise<ExitCodes>;
  /** No more is expected of it. */
  forget(): void;
}

/** What the files of a prepared attempt hold. */
export interface Prepared {
  start: string;
  task: string;
}

interface Waiting {
  begun: (pid: number | undefined) => void;
  ended: (codes: ExitCodes) => void;
}

export class Launcher {
  readonly #base = { ...process.env };
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #last = 0;

  /**
   * Writes what an attempt begins with.
   * @returns what was written; undefined where it has to be begun in another way
   */
  prepare(folder: AttemptFolder, command: AttemptCommand): Prepared | undefined {
    const prepared = this.contentOf(folder, command);
    if (prepared) {
      makeAttemptFolder(folder, prepared.task);
      writeFileSync(join(folder.path, 'start'), prepared.start, { mode: 0o600 });
    }
    return prepared;
  }

  contentOf(folder: AttemptFolder, command: AttemptCommand): Prepared | undefined {
    const start = startFile(command, this.#base);
    return start === undefined || setsid() === undefined || !/^\/[^\n]*[^\s]$/.test(folder.path)
      ? undefined
      : { start, task: taskText(command.task) };
  }

  /** Begins an attempt that is prepared. */
  launch(folder: AttemptFolder): Launched {
    const child = (this.#child ??= this.#open());
    const number = ++this.#last;
    const waiting = Promise.withResolvers<number | undefined>();
    const ended = Promise.withResolvers<ExitCodes>();
    this.#waiting.set(number, { begun: waiting.resolve, ended: ended.resolve });
    child.stdin!.write(`${number} ${folder.path}\n`);
    return { pid: waiting.promise, ended: ended.promise, forget: () => this.#waiting.delete(number) };
  }

  #open(): ChildProcess {
    const child = spawn(SHELL, ['-c', LAUNCHER, 'taskmaster-launcher', WRAPPER, SHELL, setsid() ?? 'setsid'], {
      env: this.#base,
      detached: true, // a Ctrl+C in the terminal is for this program to act on
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.on('error', () => {}); // its end says more
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    child.once('error', () => this.#gone(child));
    child.once('exit', () => this.#gone(child));
    return child;
  }

  #hear(line: string): void {
    const [what, number, ...values] = line.split(' ');
    const waiting = this.#waiting.get(Number(number));
    const [first = 0, second] = values.map(Number);
    if (what === 's') {
      waiting?.begun(first);
    } else {
      waiting?.ended({ work: first, ...(second === undefined ? {} : { verify: second }) });
    }
  }

  /** It was killed: what it began goes on; of what it did not begin nobody hears. The next attempt begins another one. */
  #gone(child: ChildProcess): void {
    if (this.#child === child) {
      this.#child = undefined;
      this.#waiting.forEach(({ begun }) => begun(undefined));
    }
  }

  close(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.stdin?.end();
    child?.stdout?.destroy();
    child?.unref();
  }
}

let setsidAt: string | null | undefined;

/** The program that gives an attempt a process group of its own (util-linux, BusyBox; not macOS); undefined where there is none that works. */
function setsid(): string | undefined {
  if (setsidAt === undefined) {
    const places = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
    const works = (file: string) => existsSync(file) && spawnSync(file, ['true'], { stdio: 'ignore' }).status === 0;
    setsidAt = places.map((folder) => join(folder, 'setsid')).find(works) ?? null;
  }
  return setsidAt ?? undefined;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * What the launcher reads before it begins an attempt: the variables that differ from its own environment, the folder, the commands.
 * Every value stands between single quotes, in which a POSIX shell reads nothing but the closing one.
 * Undefined where a shell could not set one of the variables.
 */
export function startFile({ env, cwd, command, verify }: AttemptCommand, base: NodeJS.ProcessEnv): string | undefined {
  const lines = [`_tmo_command=${quoted(command)}`, `_tmo_verify=${quoted(verify ?? '')}`];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== base[name]) {
      if (!NAME.test(name)) {
        return undefined;
      }
      lines.push(`export ${name}=${quoted(value)}`);
    }
  }
  for (const name of Object.keys(base)) {
    if (env[name] === undefined) {
      if (!NAME.test(name)) {
        return undefined;
      }
      lines.push(`unset ${name}`);
    }
  }
  lines.push(`cd ${quoted(cwd)}`);
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
