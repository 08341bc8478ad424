import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FastifyBaseLogger } from 'fastify';
import { newEvent } from '#contract/events.ts';
import { importHistory } from '../ingest/git-history/import.ts';
import { identifyProject, type ProjectIdentity } from '../ingest/project-id.ts';
import { type Store } from '../store/types.ts';

/** Commits are seldom pushed later than this after they were made; a second import looks back so far. */
const OVERLAP_MS = 7 * 86_400_000;

export interface ImportsOptions {
  store: Store;
  log: FastifyBaseLogger;
  dataDir: string;
  /** How far back the first import of a project goes, ms. */
  sinceMs: number;
}

/** Imports of git history, one at a time. What was imported is noted, so that a restart only reads what is new. */
export class Imports {
  readonly #options: ImportsOptions;
  readonly #abort = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(options: ImportsOptions) {
    this.#options = options;
  }

  /** The first import of a project goes back as configured, later ones to the one before. Nothing happens without git. */
  automatic(project: ProjectIdentity): void {
    if (!project.gitDir) {
      return;
    }
    this.#enqueue(project, async () => {
      const before = (await this.#noted())[project.id];
      return before === undefined || !(await this.#isInJournal(project))
        ? Date.now() - this.#options.sinceMs
        : before - OVERLAP_MS;
    });
  }

  /** A journal that was begun anew (a damaged one set aside) has lost what the note speaks of. */
  async #isInJournal(project: ProjectIdentity): Promise<boolean> {
    const bytes = await this.#options.store.read('runs', { project: project.id, source: 'git', limit: 1 });
    return bytes !== null && (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown[]).length > 0;
  }

  /** Begins an import that was asked for; rejects with a sentence where it cannot be. */
  async asked(request: { path: string; sinceMs?: number }): Promise<{ message: string; job: string }> {
    const project = identifyProject(request.path);
    if (!project) {
      throw new Error(`There is no folder ${request.path}.`);
    }
    if (!project.gitDir) {
      throw new Error(`${project.path} is no Git repository: there is no history to import.`);
    }
    const job = randomUUID();
    this.#enqueue(project, () => Promise.resolve(request.sinceMs), job);
    return {
      job,
      message: `The history of ${project.name} (${project.id}) is being read; progress comes as import.progress events.`,
    };
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#queue;
  }

  #enqueue(project: ProjectIdentity, since: () => Promise<number | undefined>, job?: string): void {
    this.#queue = this.#queue.then(() => this.#run(project, since, job));
  }

  async #run(project: ProjectIdentity, since: () => Promise<number | undefined>, job?: string): Promise<void> {
    const { store, log } = this.#options;
    const { signal } = this.#abort;
    if (signal.aborted) {
      return;
    }
    const startedAt = Date.now();
    try {
      const append: Store['append'] = (events) => store.append(events);
      const done = await importHistory({ project, append, since: await since(), signal, job });
      if (done.finished) {
        await this.#note(project.id, startedAt);
        const { commitsTotal, transitions } = done;
        log.info({ project: project.id, commits: commitsTotal, transitions }, 'Git history imported');
      }
    } catch (error) {
      if (!signal.aborted) {
        log.warn(
          { err: error, project: project.id },
          'The git history could not be imported; it is tried again at the next start'
        );
        await this.#tellFailure(project, error, job);
      }
    }
  }

  /** Whoever waits for an import learns that it is over. */
  async #tellFailure(project: ProjectIdentity, error: unknown, job: string | undefined): Promise<void> {
    const problem = error instanceof Error ? error.message : String(error);
    const data = { commitsDone: 0, commitsTotal: 0, finished: false, problem, ...(job ? { job } : {}) };
    try {
      const event = newEvent('import.progress', { project: project.id, at: Date.now(), source: 'git', data });
      await this.#options.store.append([event]);
    } catch {
      // The store is the trouble: health says so.
    }
  }

  get #file(): string {
    return join(this.#options.dataDir, 'imports.json');
  }

  /** When each project was last imported, epoch ms. A damaged note costs one longer import. */
  async #noted(): Promise<Record<string, number>> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as Record<string, number>;
    } catch {
      return {};
    }
  }

  async #note(project: string, at: number): Promise<void> {
    const noted = { ...(await this.#noted()), [project]: at };
    await writeFile(`${this.#file}.new`, JSON.stringify(noted), { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }
}
