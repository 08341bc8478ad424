import { existsSync } from 'node:fs';
import { type FastifyBaseLogger } from 'fastify';
import { type JournalEvent } from '#contract/events.ts';
import { followProject, type Followed } from '../ingest/task-master/follow.ts';
import { identifyProject } from '../ingest/project-id.ts';
import { type KnownTask } from '../ingest/task-master/task-file-reader.ts';
import { type Store } from '../store/types.ts';
import { type Dependency } from './readiness.ts';

const MOST_FOLLOWED = 100;

interface Entry {
  path: string;
  followed?: Followed;
  /** Settles when following has begun or failed. */
  beginning?: Promise<Followed | undefined>;
  /** Inputs that cannot be read now. */
  broken: Map<string, { problem: string; since: number }>;
  /** Why following did not begin. */
  problem?: string;
}

export interface ProjectsOptions {
  store: Store;
  log: FastifyBaseLogger;
  /** Called once for each project that is followed. */
  onFollowed?: (followed: Followed) => void;
}

/** The projects whose files are followed: those named at the start, and those met on the way. */
export class Projects {
  readonly #options: ProjectsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #stopListening: () => void;
  #closed = false;

  constructor(options: ProjectsOptions) {
    this.#options = options;
    this.#stopListening = options.store.onEvents((events) => events.forEach((event) => this.#see(event)));
  }

  /** Follows a folder; following it twice is following it once. Rejects with a sentence where there is no such folder. */
  async follow(path: string): Promise<Followed | undefined> {
    const identity = identifyProject(path);
    if (!identity) {
      throw new Error(`There is no folder ${path}.`);
    }
    const known = this.#entries.get(identity.id);
    if (known?.beginning || this.#closed) {
      return known?.beginning;
    }
    const entry: Entry = known ?? { path: identity.path, broken: new Map() };
    this.#entries.set(identity.id, entry);
    entry.beginning = this.#begin(path, identity.id, entry);
    return entry.beginning;
  }

  async #begin(path: string, id: string, entry: Entry): Promise<Followed | undefined> {
    const { store, log } = this.#options;
    let followed: Followed;
    try {
      followed = await followProject({
        path,
        append: (events) => store.append(events),
        known: async (project) => (await this.#read<KnownTask[]>('snapshot', { project })) ?? [],
        brokenInputs: (project) => this.#brokenInputs(project),
        onError: (error, what) => log.error({ err: error, project: id }, `Trouble while ${what}`),
      });
    } catch (error) {
      entry.problem = (error as Error).message;
      delete entry.beginning; // may be tried again
      throw error;
    }
    delete entry.problem;
    if (this.#closed) {
      await followed.stop();
      return undefined;
    }
    entry.followed = followed;
    log.info({ project: id, path: entry.path }, 'Following a project');
    this.#options.onFollowed?.(followed);
    return followed;
  }

  /** Follows what the journal knows from before and is still there. */
  async followKnown(): Promise<void> {
    const projects = (await this.#read<Array<{ path?: string }>>('projects', {})) ?? [];
    for (const { path } of projects.slice(0, MOST_FOLLOWED)) {
      if (path && existsSync(path)) {
        await this.#followQuietly(path);
      }
    }
  }

  health(): Dependency[] {
    return [...this.#entries].map(([id, { path, broken, problem, followed }]): Dependency => {
      const name = `project ${id}`;
      const [first] = broken;
      if (problem || (!followed && !first)) {
        return { name, state: 'degraded', text: problem ?? `${path} is being read for the first time.` };
      }
      if (first) {
        const [input, { problem: what, since }] = first;
        return { name, state: 'degraded', text: `${input}: ${what}`, since };
      }
      return { name, state: 'ok', text: `The task file in ${path} is followed.` };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    const entries = [...this.#entries.values()];
    await Promise.allSettled(entries.map(({ beginning }) => beginning)); // one that began too late ends itself
    await Promise.all(entries.map(({ followed }) => followed?.stop()));
  }

  #see(event: JournalEvent): void {
    const entry = event.project === undefined ? undefined : this.#entries.get(event.project);
    const input = typeof event.data.input === 'string' ? event.data.input : '';
    if (event.type === 'input.broken') {
      entry?.broken.set(input, { problem: String(event.data.problem ?? ''), since: event.at });
    } else if (event.type === 'input.recovered') {
      entry?.broken.delete(input);
    } else if (event.type === 'project.added' && !entry && event.source !== 'git') {
      const { path } = event.data;
      // Seldom more than a few; a flood of invented folders must not make watchers without end.
      if (typeof path === 'string' && this.#entries.size < MOST_FOLLOWED && hasTaskFiles(path)) {
        void this.#followQuietly(path);
      }
    }
  }

  async #followQuietly(path: string): Promise<void> {
    await this.follow(path).catch((error: unknown) => {
      this.#options.log.warn({ err: error, path }, 'A project could not be followed');
    });
  }

  async #brokenInputs(project: string): Promise<string[]> {
    const found = await this.#read<Array<{ input: string; problem: string; since: number }>>('problems', { project });
    const entry = this.#entries.get(project);
    found?.forEach(({ input, problem, since }) => entry?.broken.set(input, { problem, since }));
    return (found ?? []).map(({ input }) => input);
  }

  async #read<T>(name: string, args: Record<string, unknown>): Promise<T | undefined> {
    const bytes = await this.#options.store.read(name, args);
    return bytes === null ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
  }
}

function hasTaskFiles(path: string): boolean {
  return existsSync(`${path}/.taskmaster`) || existsSync(`${path}/tasks/tasks.json`);
}
