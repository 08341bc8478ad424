import { parseJson } from '../task-master/parse-json.ts';
import { readTags } from '../task-master/read-tags.ts';
import { readTasks } from '../task-master/read-tasks.ts';
import { type CatFile } from './cat-file.ts';
import { LruCache } from './lru-cache.ts';

/** What a commit says of every task, by `tag` then task id. */
export type CommittedState = Map<string, Map<string, { status: string; rawStatus?: string; title: string }>>;

/** How far back a readable version is looked for behind a broken one. */
const MOST_STEPS_BACK = 50;

/** Reads the task file as commits have it, wherever it then was; each content is parsed once. */
export class CommittedStates {
  readonly #git: CatFile;
  readonly #files: readonly string[];
  readonly #parsed = new LruCache<string, CommittedState | undefined>(16);

  constructor(git: CatFile, files: readonly string[]) {
    this.#git = git;
    this.#files = files;
  }

  /** What this very commit says; undefined where it has no task file or a broken one. */
  async at(revision: string): Promise<CommittedState | undefined> {
    return (await this.#read(revision))?.state;
  }

  /** As `at`, but behind a broken version stands the last good one before it. */
  async lastGood(commit: string): Promise<CommittedState | undefined> {
    for (let back = 0; back <= MOST_STEPS_BACK; back++) {
      const found = await this.#read(back === 0 ? commit : `${commit}~${back}`);
      if (!found || found.state) {
        return found?.state;
      }
    }
    return undefined;
  }

  async #read(revision: string): Promise<{ state: CommittedState | undefined } | undefined> {
    for (const file of this.#files) {
      const found = await this.#git.read(`${revision}:${file}`);
      if (found) {
        if (!this.#parsed.has(found.oid)) {
          this.#parsed.set(found.oid, readCommitted(found.content));
        }
        return { state: this.#parsed.get(found.oid) };
      }
    }
    return undefined;
  }
}

function readCommitted(content: Uint8Array): CommittedState | undefined {
  const parsed = parseJson(content);
  const found = parsed.ok ? readTags(parsed.value) : parsed;
  if (!found.ok) {
    return undefined;
  }
  const state: CommittedState = new Map();
  for (const [tag, list] of found.tags) {
    const { tasks } = readTasks(list);
    const entries = tasks.map(
      ({ taskId, status, rawStatus, title }) => [taskId, { status, rawStatus, title }] as const
    );
    state.set(tag, new Map(entries));
  }
  return state;
}
