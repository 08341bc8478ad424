import { join } from 'node:path';
import { rollbackWith } from '../process/rollback.ts';
import { type OpenRun } from '../runner/open-run.ts';
import { type RunnerOptions } from '../runner/runner-options.ts';
import { type RunConfig } from '../state/types.ts';
import { Worktrees } from './worktrees.ts';

type Hooks = Pick<RunnerOptions, 'placeOf' | 'take' | 'rollback'>;

/** Where the tasks of a run work, and what is rolled back: the project's folder with the rollback command, or a working tree a task. */
export class TaskPlaces {
  readonly hooks: Hooks;
  readonly #wanted: boolean;
  readonly #rollingBack = new Set<Promise<void>>();
  #trees: Worktrees | undefined;

  /** @param cwd folder of the run, once it is known */
  constructor(config: RunConfig, cwd: () => string) {
    this.#wanted = config.worktree;
    const command =
      config.rollback === undefined
        ? undefined
        : rollbackWith(config.rollback, ({ taskId }) => ({ cwd: this.#trees?.folderOf(taskId) ?? cwd() }));
    const rollback: Hooks['rollback'] = async (task, attempt, env) => {
      const done = (async () => {
        try {
          await command?.(task, attempt, env);
        } finally {
          await this.#trees?.rollBack(task.taskId, task.title, attempt);
        }
      })();
      this.#rollingBack.add(done);
      return done.finally(() => this.#rollingBack.delete(done));
    };
    this.hooks = {
      ...(command || config.worktree ? { rollback } : {}),
      ...(config.worktree
        ? {
            placeOf: async (task) => this.#known().placeOf(task),
            take: async (task, attempt) => this.#known().take(task.taskId, task.title, attempt),
          }
        : {}),
    };
  }

  /**
   * Makes ready what the run needs; before it works.
   * @throws Error a sentence, where there can be no working trees
   */
  async open({ runner, folder }: OpenRun, dataDir: string): Promise<void> {
    if (this.#wanted) {
      this.#trees = await Worktrees.open({
        run: folder.run,
        cwd: runner.cwd,
        tasksFile: runner.state.tasksFile,
        folder: join(dataDir, 'worktrees', folder.run),
        stateFile: join(folder.path, 'worktrees.json'),
      });
    }
  }

  /** Branch with everything that succeeded; undefined without working trees. */
  get branch(): string | undefined {
    return this.#trees?.branch;
  }

  /** Takes away what nobody needs any more; keeps the working trees of attempts that are begun again on resume. */
  async close({ state }: OpenRun['runner']): Promise<void> {
    await Promise.allSettled(this.#rollingBack);
    const waiting = Object.values(state.tasks).some(({ phase }) => phase === 'running' || phase === 'retry');
    if (!waiting) {
      await this.#trees?.close();
    }
  }

  #known(): Worktrees {
    if (!this.#trees) {
      throw new Error('The working trees are not ready.');
    }
    return this.#trees;
  }
}
