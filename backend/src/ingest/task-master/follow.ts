import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { newEvent, type NewEvent } from '#contract/events.ts';
import { type AppendResult } from '../../store/types.ts';
import { identifyProject, type ProjectIdentity } from '../project-id.ts';
import { tagOfReport } from './complexity-report.ts';
import { locateTasksFile, STATE_FILE, TASK_FILES } from './locate.ts';
import { listReports } from './list-reports.ts';
import { openReaderHost, type ReaderHost } from './reader-host.ts';
import { readState } from './state-file.ts';
import { brokenInput, type KnownTask, type ReadOutcome, recoveredInput } from './task-file-reader.ts';
import { watchProject } from './watch.ts';

export interface FollowOptions {
  /** Project folder; links and work trees are resolved. */
  path: string;
  append: (events: NewEvent[]) => Promise<AppendResult>;
  /** What the journal knows of the project from before (`snapshot` read), so that a restart repeats nothing. */
  known?: (project: string) => Promise<readonly KnownTask[]>;
  /** Inputs the journal holds to be broken. */
  brokenInputs?: (project: string) => Promise<readonly string[]>;
  now?: () => number;
  /** Called with what could not be stored or watched; following goes on. */
  onError?: (error: unknown, what: string) => void;
}

export interface Followed {
  project: ProjectIdentity;
  /** Reads everything again now; resolves when the events are on disk. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** A broken file is read again after these pauses (ms) before it is called broken: a writer may be at work. */
const RETRY_MS = [15, 40, 100, 250, 600];

const RETRY_STORE_MS = 2000;

/**
 * Follows one project's Task Master files: the task list in its current or legacy place, the current tag, complexity
 * reports. Every change becomes events. Rejects where the folder does not exist.
 */
export async function followProject(options: FollowOptions): Promise<Followed> {
  const project = identifyProject(options.path);
  if (!project) {
    throw new Error(`There is no folder ${options.path}: give --project the folder that holds .taskmaster`);
  }
  const follower = new Follower(project, options);
  await follower.announce();
  await follower.refresh();
  const watcher = await watchProject(project.path, () => void follower.refreshSoon(), options.onError);
  // What changed between the first read and the watcher being ready.
  await follower.refresh();
  return {
    project,
    refresh: () => follower.refresh(),
    stop: async () => {
      await watcher.close();
      await follower.close();
    },
  };
}

class Follower {
  readonly #project: ProjectIdentity;
  readonly #options: FollowOptions;
  readonly #now: () => number;
  #host: ReaderHost | undefined;
  #busy: Promise<void> = Promise.resolve();
  #again = false;
  #running = false;
  #first = true;
  #stopped = false;
  #tag: string | undefined;
  #tasksFile: string | undefined;
  #stamps = new Map<string, string>();
  /** Inputs that cannot be read and why; undefined where only the journal knows. */
  readonly #broken = new Map<string, string | undefined>();

  constructor(project: ProjectIdentity, options: FollowOptions) {
    this.#project = project;
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  async announce(): Promise<void> {
    for (const input of (await this.#options.brokenInputs?.(this.#project.id)) ?? []) {
      this.#broken.set(input, undefined);
    }
    this.#tag = await readState(join(this.#project.path, STATE_FILE));
    this.#tasksFile = locateTasksFile(this.#project.path);
    await this.#append([this.#projectEvent()]);
  }

  /** Coalesces: a change during a read leads to one more read. */
  refreshSoon(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#busy;
    }
    return this.refresh();
  }

  refresh(): Promise<void> {
    this.#running = true;
    this.#busy = this.#busy
      .then(async () => {
        do {
          this.#again = false;
          await this.#read();
        } while (this.#again && !this.#stopped);
      })
      .catch((error: unknown) => this.#options.onError?.(error, `reading ${this.#project.path}`))
      .finally(() => {
        this.#running = false;
      });
    return this.#busy;
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await this.#busy;
    await this.#host?.close();
  }

  async #read(): Promise<void> {
    const tasksFile = locateTasksFile(this.#project.path);
    await this.#readState(tasksFile);
    if (!tasksFile) {
      // Once a file was there, its absence is a defect; before that, something to wait for. Either way it is said.
      await this.#setBroken(
        TASK_FILES[0],
        'There is no task file: run task-master init, or give the folder that holds .taskmaster'
      );
      this.#stamps.delete('tasks');
      return;
    }
    // Reports first, so that the first sight of a task has its complexity.
    for (const file of await listReports(this.#project.path)) {
      await this.#readInput(file, `report:${file}`, (host, bytes, at) =>
        host.readReport(tagOfReport(file.split(/[\\/]/).at(-1) ?? '') ?? 'master', bytes, at)
      );
    }
    await this.#readInput(tasksFile, 'tasks', (host, bytes, at) => host.readTasks(bytes, at));
    if (tasksFile !== TASK_FILES[0]) {
      await this.#setWell(TASK_FILES[0]);
    }
  }

  async #readState(tasksFile: string | undefined): Promise<void> {
    const tag = await readState(join(this.#project.path, STATE_FILE));
    if (tag !== this.#tag || tasksFile !== this.#tasksFile) {
      this.#tag = tag;
      this.#tasksFile = tasksFile;
      await this.#append([this.#projectEvent()]);
    }
  }

  /** Reads one file if it changed since the last good read; tries a broken one again before saying so. */
  async #readInput(
    file: string,
    key: string,
    read: (host: ReaderHost, bytes: Uint8Array, at: number) => Promise<ReadOutcome>
  ): Promise<void> {
    const path = join(this.#project.path, file);
    for (let attempt = 0; ; attempt++) {
      const last = attempt === RETRY_MS.length || this.#stopped;
      const content = await readStable(path);
      if (content && content.stamp === this.#stamps.get(key) && !this.#broken.has(file)) {
        return;
      }
      const outcome: ReadOutcome = content
        ? await read(await this.#reader(content.bytes.length), content.bytes, this.#date(content.mtimeMs))
        : { ok: false, problem: `${file} cannot be read: it is gone or not readable for this user` };
      if (outcome.ok) {
        await this.#store(outcome.events);
        this.#stamps.set(key, content?.stamp ?? '');
        await this.#setWell(file);
        this.#first = false;
        return;
      }
      if (last || this.#broken.has(file)) {
        // Broken before and still broken: no second event unless what is wrong has changed.
        await this.#setBroken(file, outcome.problem, outcome.line);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[attempt]));
    }
  }

  /** A change seen live is dated with the moment it was seen; what happened while nobody looked, with the file's own time. */
  #date(mtimeMs: number): number {
    const now = this.#now();
    return this.#first ? Math.min(now, Math.round(mtimeMs)) : now;
  }

  async #reader(bytes: number): Promise<ReaderHost> {
    this.#host ??= openReaderHost(this.#project.id, (await this.#options.known?.(this.#project.id)) ?? [], bytes);
    return this.#host;
  }

  async #setBroken(input: string, problem: string, line?: number): Promise<void> {
    const before = this.#broken.get(input);
    const isNews = !this.#broken.has(input) || (before !== undefined && before !== problem);
    this.#broken.set(input, problem);
    if (isNews) {
      await this.#append([brokenInput(this.#project.id, input, problem, line, this.#now())]);
    }
  }

  async #setWell(input: string): Promise<void> {
    if (this.#broken.delete(input)) {
      await this.#append([recoveredInput(this.#project.id, input, this.#now())]);
    }
  }

  /** What could not be stored is found again: the reader forgets, and the next read compares with the journal. */
  async #store(events: NewEvent[]): Promise<void> {
    try {
      await this.#append(events);
    } catch (error) {
      await this.#host?.close();
      this.#host = undefined;
      this.#stamps.clear();
      if (!this.#stopped) {
        setTimeout(() => void this.refreshSoon(), RETRY_STORE_MS).unref();
      }
      throw error;
    }
  }

  #projectEvent(): NewEvent {
    const { id, name, path, gitDir } = this.#project;
    return newEvent('project.added', {
      project: id,
      at: this.#now(),
      source: 'file',
      data: {
        name,
        path,
        ...(gitDir ? { gitDir } : {}),
        ...(this.#tasksFile ? { tasksFile: this.#tasksFile } : {}),
        ...(this.#tag ? { currentTag: this.#tag } : {}),
      },
    });
  }

  async #append(events: NewEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += 2000) {
      await this.#options.append(events.slice(start, start + 2000));
    }
  }
}

/** The content of a file together with what identifies this version of it; undefined where it cannot be read. */
async function readStable(path: string): Promise<{ bytes: Buffer; stamp: string; mtimeMs: number } | undefined> {
  let file: FileHandle | undefined;
  try {
    // Through one handle: a rename in between cannot pair the old content with the new file's stamp.
    file = await open(path, 'r');
    const info = await file.stat({ bigint: true });
    const bytes = await file.readFile();
    return { bytes, stamp: `${info.ino}:${info.size}:${info.mtimeNs}`, mtimeMs: Number(info.mtimeMs) };
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}
