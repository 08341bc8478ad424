import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { type TaskDefinition } from '#contract/events.ts';
import { type Failure } from '../state/types.ts';
import { git, GitError, gitOrNothing } from './git.ts';
import { leftBranch, resultBranch, taskBranch, taskFolder } from './names.ts';

/** What a run's working trees stand on; kept in the run's folder. */
interface Kept {
  schema: 1;
  repository: string;
  /** Commit the run began with. */
  base: string;
  branch: string;
  /** Commit each task began with, by task id. `refused`: why its work was not taken; its next attempt begins anew. */
  tasks: Record<string, { branch: string; base: string; refused?: Failure }>;
}

export interface WorktreesOptions {
  run: string;
  /** Folder the commands would run in without working trees: of a git repository. */
  cwd: string;
  tasksFile: string;
  /** Where the working trees are: `DATA/worktrees/<run>`. */
  folder: string;
  /** File in the run's folder. */
  stateFile: string;
}

/** Where an attempt works, and what it finds in its environment. */
export interface TaskPlace {
  cwd: string;
  env: Record<string, string>;
}

const IDENTITY = ['-c', 'user.name=taskmaster-observe', '-c', 'user.email=taskmaster-observe@localhost'];

/**
 * A working tree and a branch for each task, so that tasks that run at once do not touch each other's files. What succeeds is merged into the
 * run's own branch, from which later tasks begin; nobody's checkout is touched. Everything can be done twice: after a crash it is.
 */
export class Worktrees {
  readonly #options: WorktreesOptions;
  readonly #kept: Kept;
  /** Folder below a working tree's root that the project is in, and its task file, as git names it. */
  readonly #inside: string;
  readonly #tasksFile: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #identity: readonly string[] = IDENTITY;

  private constructor(options: WorktreesOptions, kept: Kept) {
    this.#options = options;
    this.#kept = kept;
    this.#inside = relative(kept.repository, options.cwd);
    const file = relative(kept.repository, options.tasksFile);
    this.#tasksFile = file.startsWith('..') || isAbsolute(file) ? undefined : file;
  }

  /**
   * Makes the run's branch, or finds it again.
   * @throws Error a sentence, where the folder is no git repository with a commit
   */
  static async open(options: WorktreesOptions): Promise<Worktrees> {
    const kept = readKept(options.stateFile) ?? (await firstSight(options));
    const trees = new Worktrees(options, kept);
    await trees.#tidy();
    if ((await gitOrNothing(kept.repository, 'config', 'user.email')) !== undefined) {
      trees.#identity = [];
    }
    trees.#keep();
    return trees;
  }

  /** Branch with everything that succeeded. */
  get branch(): string {
    return this.#kept.branch;
  }

  get repository(): string {
    return this.#kept.repository;
  }

  /** Folder the commands of a task run in, where its working tree is there. */
  folderOf(taskId: string): string {
    return join(this.#treeOf(taskId), this.#inside);
  }

  /** Makes the working tree of a task, or finds the one an earlier attempt worked in. */
  async placeOf(task: TaskDefinition): Promise<TaskPlace> {
    return this.#inTurn(async () => {
      const { taskId } = task;
      const tree = this.#treeOf(taskId);
      if (this.#kept.tasks[taskId]?.refused) {
        await this.#drop(taskId);
      }
      const known = this.#kept.tasks[taskId];
      if (!known || !(await isTree(tree))) {
        await this.#forget(tree);
        const branch = taskBranch(this.#options.run, taskId);
        const there = known && (await gitOrNothing(this.repository, 'rev-parse', '--verify', `refs/heads/${branch}`));
        const base = there ? known.base : await git(this.repository, 'rev-parse', this.branch);
        this.#kept.tasks[taskId] = { branch, base };
        this.#keep();
        await git(
          this.repository,
          'worktree',
          'add',
          '--force',
          ...(there ? [tree, branch] : ['-B', branch, tree, base])
        );
      }
      const { branch, base } = this.#kept.tasks[taskId]!;
      return { cwd: this.folderOf(taskId), env: { TASKMASTER_BRANCH: branch, TASKMASTER_BASE_COMMIT: base } };
    });
  }

  /**
   * Takes over what an attempt that succeeded has done: commits what it left, merges its branch and takes its working tree away.
   * @returns why it cannot be taken; undefined where it was
   */
  async take(taskId: string, title: string, attempt: number): Promise<Failure | undefined> {
    return this.#inTurn(async () => {
      const known = this.#kept.tasks[taskId];
      if (known?.refused) {
        return known.refused;
      }
      if (!known) {
        return undefined; // taken before, by a process that was killed before it could say so
      }
      try {
        await this.#commitLeft(taskId, `Task ${taskId}: ${title}`);
        const conflict = await this.#merge(known.branch, `Merge task ${taskId}: ${title}`);
        if (conflict === undefined) {
          await this.#drop(taskId);
          await this.#dropLeft(taskId, attempt);
          return undefined;
        }
        const left = await this.#setAside(taskId, attempt);
        known.refused = {
          class: 'transient',
          kind: 'conflict',
          text: `Its work conflicts with that of other tasks in ${conflict}; it is kept on branch ${left}, and the next attempt begins with theirs.`,
        };
        this.#keep();
        return known.refused;
      } catch (error) {
        const text = `Its work could not be merged: ${(error as Error).message}. It is on branch ${known.branch}.`;
        return { class: 'unknown', kind: 'worktree', text };
      }
    });
  }

  /** Rolls a task back that has failed for good: its work is kept on a branch beside, its working tree is gone, and nothing of it was merged. */
  async rollBack(taskId: string, title: string, attempt: number): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#kept.tasks[taskId]) {
        await this.#commitLeft(taskId, `Task ${taskId}, unfinished: ${title}`);
        await this.#setAside(taskId, attempt);
        await this.#drop(taskId);
      }
    });
  }

  /** Takes the working trees away that are left; branches stay. For the end of a run that nothing works on any more. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      for (const taskId of Object.keys(this.#kept.tasks)) {
        await this.#forget(this.#treeOf(taskId));
      }
      await this.#forget(this.#resultTree);
      rmSync(this.#options.folder, { recursive: true, force: true });
    });
  }

  get #resultTree(): string {
    return join(this.#options.folder, 'result');
  }

  #treeOf(taskId: string): string {
    return join(this.#options.folder, taskFolder(taskId));
  }

  /** Commits what lies about in a task's working tree, without its copy of the task file: statuses are the caller's. */
  async #commitLeft(taskId: string, message: string): Promise<void> {
    const tree = this.#treeOf(taskId);
    if (!(await isTree(tree))) {
      return;
    }
    await unlock(tree);
    const { base } = this.#kept.tasks[taskId]!;
    await git(tree, 'add', '--all');
    if (this.#tasksFile !== undefined) {
      // The file as it was at the base, whatever was committed meanwhile; a file the base lacks is left out.
      const atBase = await gitOrNothing(tree, 'cat-file', '-e', `${base}:${this.#tasksFile}`);
      await (atBase === undefined
        ? git(tree, 'rm', '--quiet', '--cached', '--ignore-unmatch', '--', this.#tasksFile)
        : git(tree, 'checkout', '--quiet', base, '--', this.#tasksFile));
    }
    if ((await gitOrNothing(tree, 'diff', '--cached', '--quiet')) === undefined) {
      await git(tree, ...this.#identity, 'commit', '--quiet', '--no-verify', '-m', message);
    }
  }

  /** Files in conflict, or undefined where it was merged. */
  async #merge(branch: string, message: string): Promise<string | undefined> {
    const tree = this.#resultTree;
    if (!(await isTree(tree))) {
      await this.#forget(tree);
      await git(this.repository, 'worktree', 'add', '--force', tree, this.branch);
    }
    await unlock(tree);
    await git(tree, 'reset', '--hard', '--quiet'); // nobody works here: what lies about is of a merge that was cut short
    try {
      await git(tree, ...this.#identity, 'merge', '--quiet', '--no-ff', '--no-verify', '-m', message, branch);
      return undefined;
    } catch (error) {
      const files = await gitOrNothing(tree, 'diff', '--name-only', '--diff-filter=U');
      await gitOrNothing(tree, 'merge', '--abort');
      await git(tree, 'reset', '--hard', '--quiet');
      if (!files) {
        throw error;
      }
      const names = files.split('\n');
      return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more files` : names.join(', ');
    }
  }

  /** Keeps what is on a task's branch under another name. Of one without work of its own nothing is kept. */
  async #setAside(taskId: string, attempt: number): Promise<string> {
    const { branch, base } = this.#kept.tasks[taskId]!;
    const left = leftBranch(this.#options.run, taskId, attempt);
    const tip = await gitOrNothing(this.repository, 'rev-parse', '--verify', `refs/heads/${branch}`);
    if (tip !== undefined && tip !== base) {
      await git(this.repository, 'branch', '--force', left, tip);
    }
    return left;
  }

  async #drop(taskId: string): Promise<void> {
    const { branch } = this.#kept.tasks[taskId]!;
    await this.#forget(this.#treeOf(taskId));
    await gitOrNothing(this.repository, 'branch', '--delete', '--force', branch);
    delete this.#kept.tasks[taskId];
    this.#keep();
  }

  /** Of a task that is done nobody needs what its earlier attempts left. */
  async #dropLeft(taskId: string, attempt: number): Promise<void> {
    const names = Array.from({ length: attempt - 1 }, (_, at) => leftBranch(this.#options.run, taskId, at + 1));
    for (const name of names) {
      await gitOrNothing(this.repository, 'branch', '--delete', '--force', name);
    }
  }

  /** Takes a working tree away, whatever state it is in. */
  async #forget(tree: string): Promise<void> {
    await gitOrNothing(this.repository, 'worktree', 'remove', '--force', '--force', tree);
    rmSync(tree, { recursive: true, force: true, maxRetries: 3 });
    await gitOrNothing(this.repository, 'worktree', 'prune');
  }

  /** After a crash: the run's branch may be missing, the result's working tree half merged. */
  async #tidy(): Promise<void> {
    const { repository, branch, base } = this.#kept;
    mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
    await gitOrNothing(repository, 'worktree', 'prune');
    if ((await gitOrNothing(repository, 'rev-parse', '--verify', `refs/heads/${branch}`)) === undefined) {
      await git(repository, 'branch', branch, base);
    }
    const tree = this.#resultTree;
    if (await isTree(tree)) {
      await unlock(tree);
      await gitOrNothing(tree, 'merge', '--abort');
      await gitOrNothing(tree, 'reset', '--hard', '--quiet');
    }
  }

  #keep(): void {
    const { stateFile } = this.#options;
    writeFileSync(`${stateFile}.tmp`, JSON.stringify(this.#kept, null, 2), { mode: 0o600 });
    renameSync(`${stateFile}.tmp`, stateFile);
  }

  /** Git locks a repository for many things: one after the other. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

async function firstSight({ run, cwd }: WorktreesOptions): Promise<Kept> {
  return { schema: 1, ...(await repositoryOf(cwd)), branch: resultBranch(run), tasks: {} };
}

/**
 * The repository a folder is in, and its commit now.
 * @throws Error a sentence, where there is none
 */
export async function repositoryOf(cwd: string): Promise<{ repository: string; base: string }> {
  let repository: string;
  try {
    repository = await git(cwd, 'rev-parse', '--show-toplevel');
  } catch (error) {
    const why =
      error instanceof GitError && error.output.includes('not a git repository')
        ? `${cwd} is in no git repository`
        : (error as Error).message;
    throw new Error(`--worktrees needs git: ${why}.`, { cause: error });
  }
  const base = await gitOrNothing(repository, 'rev-parse', '--verify', 'HEAD^{commit}');
  if (base === undefined) {
    throw new Error(`--worktrees needs a commit to begin with, and ${repository} has none yet.`);
  }
  return { repository, base };
}

function readKept(file: string): Kept | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
}

/** Whether a folder is a working tree of its own that git knows. */
async function isTree(folder: string): Promise<boolean> {
  return existsSync(join(folder, '.git')) && (await gitOrNothing(folder, 'rev-parse', '--git-dir')) !== undefined;
}

/** Removes the index lock of a git that was killed; nobody else works in our working trees when this is called. */
async function unlock(tree: string): Promise<void> {
  const gitDir = await git(tree, 'rev-parse', '--absolute-git-dir');
  rmSync(join(gitDir, 'index.lock'), { force: true });
}
