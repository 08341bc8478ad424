import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FastifyBaseLogger } from 'fastify';
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
      return before === undefined ? Date.now() - this.#options.sinceMs : before - OVERLAP_MS;
    });
  }

  /** Begins an import that was asked for; rejects with a sentence where it cannot be. */
  async asked(request: { path: string; sinceMs?: number }): Promise<{ message: string }> {
    const project = identifyProject(request.path);
    if (!project) {
      throw new Error(`There is no folder ${request.path}.`);
    }
    if (!project.gitDir) {
      throw new Error(`${project.path} is no Git repository: there is no history to import.`);
    }
    this.#enqueue(project, () => Promise.resolve(request.sinceMs));
    return {
      message: `The history of ${project.name} (${project.id}) is being read; progress comes as import.progress events.`,
    };
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#queue;
  }

  #enqueue(project: ProjectIdentity, since: () => Promise<number | undefined>): void {
    this.#queue = this.#queue.then(() => this.#run(project, since));
  }

  async #run(project: ProjectIdentity, since: () => Promise<number | undefined>): Promise<void> {
    const { store, log } = this.#options;
    const { signal } = this.#abort;
    if (signal.aborted) {
      return;
    }
    const startedAt = Date.now();
    try {
      const append: Store['append'] = (events) => store.append(events);
      const done = await importHistory({ project, append, since: await since(), signal });
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
      }
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
