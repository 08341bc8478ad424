import { type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processMark } from '../../service/process-mark.ts';
import { within } from '../../util/within.ts';
import { type Failure } from '../state/types.ts';
import { type AttemptFolder, type ExitCodes, exitedAt, readExit, readPid, refuseToBegin } from './attempt-folder.ts';
import { endProcesses, signalGroup } from './kill.ts';
import { type Launched, Launcher, type Prepared } from './launcher.ts';
import { RUN_VARIABLE } from './members.ts';
import { memoryKills, recentMemoryKills } from './memory-kills.ts';
import { boundFile, tailOf } from './output.ts';
import { type AttemptCommand, spawnAttempt } from './spawn.ts';

/** How an attempt came to its end. */
export interface AttemptOutcome {
  /** `ended`: there are exit codes or a signal. `lost`: its processes are gone and left none. `failed-to-start`: there never were any. */
  kind: 'ended' | 'lost' | 'failed-to-start';
  work?: number;
  verify?: number;
  signal?: string;
  timedOut?: 'soft' | 'hard';
  outOfMemory?: boolean;
  /** End of what it wrote. */
  output: string;
  problem?: string;
  /** When it ended, where nobody was there to see it; epoch ms. */
  endedAt?: number;
  /** It ended well, and what it has done could not be taken over all the same. */
  refused?: Failure;
}

export interface AttemptLimits {
  softTimeoutMs: number;
  hardTimeoutMs: number;
  /** Most bytes of output kept on disk. */
  outputBytes: number;
}

interface Running {
  folder: AttemptFolder;
  /** Process group; undefined until it is known. */
  group?: number;
  /** Resolves when it is known. */
  beginning?: Promise<unknown>;
  startedAt: number;
  /** Bytes of output at the last look, and whether there were more than at the one before. */
  written?: number;
  grown?: boolean;
  timedOut?: 'soft' | 'hard';
  stopped?: boolean;
  kills: number | undefined;
}

const OUTPUT_TAIL = 64 * 1024;
/** How soon the end of a process is seen that is no child of ours. */
const POLL_MS = 100;
/** Longest time an attempt takes from being asked for to its process id. */
const BEGIN_MS = 500;
const HOUSEKEEPING_MS = 1_000;

/** Runs attempts as process groups on this machine, keeps their time and output within limits, and takes over those of a dead runner. */
export class LocalAttempts {
  readonly #limits: AttemptLimits;
  readonly #launcher = new Launcher();
  readonly #prepared = new Map<string, { folder: AttemptFolder; written: Prepared }>();
  readonly #running = new Map<string, Running>();
  readonly #housekeeping: NodeJS.Timeout;

  constructor(limits: AttemptLimits) {
    this.#limits = limits;
    this.#housekeeping = setInterval(() => this.#keepHouse(), HOUSEKEEPING_MS);
    this.#housekeeping.unref();
  }

  /** Starts an attempt; resolves at its end, never rejects. `onPid` is told its process id at once. */
  async start(key: string, folder: AttemptFolder, command: AttemptCommand): Promise<AttemptOutcome> {
    const running: Running = { folder, startedAt: Date.now(), kills: recentMemoryKills() };
    this.#running.set(key, running);
    try {
      return this.#readyToLaunch(key, folder, command)
        ? await this.#launched(key, running, this.#launcher.launch(folder), command.cwd)
        : await this.#spawned(running, command);
    } catch (error) {
      return { kind: 'failed-to-start', output: '', problem: (error as Error).message };
    } finally {
      this.#running.delete(key);
    }
  }

  /** Makes an attempt's folder before it is begun; what was never begun goes again with `close`. */
  prepare(key: string, folder: AttemptFolder, command: AttemptCommand): void {
    try {
      const written = this.#launcher.prepare(folder, command);
      if (written) {
        this.#prepared.set(key, { folder, written });
      }
    } catch {
      // `start` tries again and says why
    }
  }

  #readyToLaunch(key: string, folder: AttemptFolder, command: AttemptCommand): boolean {
    const before = this.#prepared.get(key)?.written;
    this.#prepared.delete(key);
    if (before) {
      const now = this.#launcher.contentOf(folder, command);
      if (now?.start === before.start && now.task === before.task) {
        return true;
      }
    }
    return this.#launcher.prepare(folder, command) !== undefined;
  }

  async #spawned(running: Running, command: AttemptCommand): Promise<AttemptOutcome> {
    const child = spawnAttempt(running.folder, command);
    running.group = child.pid;
    const end = await endOf(child);
    if ('problem' in end) {
      return { kind: 'failed-to-start', output: '', problem: end.problem };
    }
    return this.#outcome(running, end.signal ?? undefined);
  }

  async #launched(key: string, running: Running, launched: Launched, cwd: string): Promise<AttemptOutcome> {
    running.beginning = launched.pid;
    const pid = await launched.pid;
    if (pid === undefined) {
      return this.adopt(key, running.folder, running.startedAt); // it may have begun all the same
    }
    running.group = pid;
    const watch = watchEnd(pid);
    const codes = (await Promise.race([launched.ended, watch.gone])) ?? readExit(running.folder);
    watch.stop();
    launched.forget();
    const begun = codes ? pid : readPid(running.folder);
    if (begun === 'none') {
      const problem = existsSync(cwd) ? 'its folder cannot be used' : `there is no folder ${cwd}`;
      return { kind: 'failed-to-start', output: '', problem };
    }
    return this.#outcome(running, codes || begun === 'pending' ? undefined : 'SIGKILL', codes);
  }

  /**
   * What became of an attempt an earlier runner began: waits for it where it still works. One that has not begun yet never will.
   * @param startedAt epoch ms, for its time limits
   */
  async adopt(key: string, folder: AttemptFolder, startedAt: number): Promise<AttemptOutcome> {
    const done = readExit(folder);
    const running: Running = { folder, startedAt, kills: undefined };
    if (done) {
      const endedAt = exitedAt(folder);
      return { ...this.#outcome(running, undefined), ...(endedAt === undefined ? {} : { endedAt }) };
    }
    if (refuseToBegin(folder)) {
      return { kind: 'lost', output: '', problem: 'it had not begun' };
    }
    let pid = readPid(folder);
    for (let waited = 0; pid === 'pending' && waited < 1000; waited += 20) {
      await sleep(20);
      pid = readPid(folder);
    }
    if (typeof pid !== 'number' || !isAttempt(pid, folder)) {
      return this.#outcome(running, undefined);
    }
    running.group = pid;
    this.#running.set(key, running);
    try {
      await watchEnd(pid).gone;
      return this.#outcome(running, undefined);
    } finally {
      this.#running.delete(key);
    }
  }

  #outcome(running: Running, signal: string | undefined, codes?: ExitCodes): AttemptOutcome {
    if (running.group !== undefined && signalGroup(running.group, 0)) {
      signalGroup(running.group, 'SIGKILL'); // what it left in the background ends with it
    }
    const exit = codes ?? readExit(running.folder);
    const output = tailOf(running.folder.outputFile, OUTPUT_TAIL);
    const before = running.kills;
    const mayBeKilled = !exit || exit.work !== 0 || (exit.verify ?? 0) !== 0;
    const more = {
      output,
      ...(running.timedOut ? { timedOut: running.timedOut } : {}),
      ...(mayBeKilled && before !== undefined && (memoryKills() ?? 0) > before ? { outOfMemory: true } : {}),
    };
    if (exit) {
      return { kind: 'ended', ...exit, ...more };
    }
    if (running.timedOut !== undefined || signal !== undefined) {
      return { kind: 'ended', signal: signal ?? 'SIGKILL', ...more };
    }
    return { kind: 'lost', ...more, problem: 'its processes are gone and left no result' };
  }

  /** Keys of what runs. */
  get keys(): string[] {
    return [...this.#running.keys()];
  }

  get groups(): Set<number> {
    return new Set([...this.#running.values()].flatMap(({ group }) => (group === undefined ? [] : [group])));
  }

  /** Keys of attempts whose output has grown since this was asked last: they are alive. */
  grown(): string[] {
    return [...this.#running].flatMap(([key, running]) => {
      const { grown } = running;
      running.grown = false;
      return grown ? [key] : [];
    });
  }

  /** Ends one attempt, asking first. */
  async stop(key: string, graceMs: number): Promise<void> {
    const group = this.#running.get(key)?.group;
    if (group !== undefined) {
      await endProcesses(new Set([group]), { graceMs });
    }
  }

  /** Ends everything of a run, whoever started it and however it detached itself. */
  async endAll(run: string, graceMs: number): Promise<number[]> {
    // What is just being begun has no process id yet, and cannot be found before it has.
    await within(BEGIN_MS, Promise.all([...this.#running.values()].map(({ beginning }) => beginning)));
    return endProcesses(this.groups, { marker: `${RUN_VARIABLE}=${run}`, graceMs });
  }

  close(): void {
    this.#launcher.close();
    this.#prepared.forEach(({ folder }) => rmSync(folder.path, { recursive: true, force: true }));
    clearInterval(this.#housekeeping);
  }

  #keepHouse(): void {
    const { softTimeoutMs, hardTimeoutMs, outputBytes } = this.#limits;
    for (const running of this.#running.values()) {
      boundFile(running.folder.outputFile, outputBytes);
      const written = statSync(running.folder.outputFile, { throwIfNoEntry: false })?.size ?? 0;
      running.grown ||= written !== (running.written ?? 0);
      running.written = written;
      const { group } = running;
      const age = Date.now() - running.startedAt;
      if (group === undefined) {
        continue;
      }
      if (age > hardTimeoutMs && hardTimeoutMs > 0) {
        running.timedOut = 'hard';
        void endProcesses(new Set([group]));
      } else if (age > softTimeoutMs && softTimeoutMs > 0 && running.timedOut === undefined) {
        running.timedOut = 'soft';
        signalGroup(group, 'SIGTERM');
      }
    }
  }
}

/** Watches a process that is no child of ours. */
function watchEnd(pid: number): { gone: Promise<undefined>; stop: () => void } {
  const mark = processMark(pid);
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => processMark(pid) !== mark && resolve(), POLL_MS);
  const stop = () => clearInterval(timer);
  if (mark === undefined) {
    resolve();
  }
  const gone = promise.then(() => {
    stop();
    return undefined;
  });
  return { gone, stop };
}

async function endOf(child: ChildProcess): Promise<{ signal: NodeJS.Signals | null } | { problem: string }> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ problem: error.message }));
    child.once('exit', (_code, signal) => resolve({ signal }));
  });
}

/** Whether a process is the shell of this attempt, and not a later one with the same id. */
function isAttempt(pid: number, folder: AttemptFolder): boolean {
  if (processMark(pid) === undefined) {
    return false;
  }
  if (process.platform !== 'linux') {
    return true;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`\0${folder.path}\0`);
  } catch {
    return false;
  }
}
