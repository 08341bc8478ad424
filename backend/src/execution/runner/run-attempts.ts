import { type TaskDefinition } from '#contract/events.ts';
import { attemptEnvironment, attemptKey } from '../executors/environment.ts';
import { attemptFolder } from '../process/attempt-folder.ts';
import { type AttemptOutcome } from '../process/local-attempts.ts';
import { type AttemptCommand } from '../process/spawn.ts';
import { endedWell } from './outcome-fact.ts';
import { type RunnerOptions } from './runner-options.ts';

/** An attempt that is under way. */
export interface ActiveAttempt {
  key: string;
  taskId: string;
  attempt: number;
  /** Epoch ms. */
  startedAt: number;
}

const STOP_GRACE_MS = 2_000;
/** Attempts below this are begun so often that preparing them counts. */
const SHORT_MS = 2_000;

/** The attempts of a run that are under way: where they work, with what, and what becomes of them. */
export class RunAttempts {
  readonly #options: RunnerOptions;
  readonly #ended: (active: ActiveAttempt, outcome: AttemptOutcome) => void;
  readonly #active = new Map<string, ActiveAttempt>();
  readonly #prepared = new Set<string>();
  #short = false;

  /** @param ended told of each one's end, when it is no longer under way */
  constructor(options: RunnerOptions, ended: (active: ActiveAttempt, outcome: AttemptOutcome) => void) {
    this.#options = options;
    this.#ended = ended;
  }

  get size(): number {
    return this.#active.size;
  }

  begin(task: TaskDefinition, attempt: number, startedAt: number): void {
    const key = attemptKey(this.#options.state.run, task.taskId, attempt);
    this.#follow({ key, taskId: task.taskId, attempt, startedAt }, this.#work(key, task, attempt));
  }

  /** Takes over what an earlier runner left running, or learns what became of it. */
  adoptAll(): void {
    const { state, folder, worker } = this.#options;
    for (const [taskId, { current }] of Object.entries(state.tasks)) {
      if (current) {
        const { number: attempt, startedAt } = current;
        const key = attemptKey(state.run, taskId, attempt);
        const outcome = worker
          .adopt(key, attemptFolder(folder.attemptsDir, taskId, attempt), startedAt)
          .then(async (one) => this.#takeOver(taskId, attempt, one));
        this.#follow({ key, taskId, attempt, startedAt }, outcome);
      }
    }
  }

  #follow(active: ActiveAttempt, outcome: Promise<AttemptOutcome>): void {
    this.#active.set(active.key, active);
    void outcome.then((one) => {
      this.#active.delete(active.key);
      this.#prepared.delete(active.key);
      this.#short = Date.now() - active.startedAt < SHORT_MS;
      this.#ended(active, one);
    });
  }

  async #work(key: string, task: TaskDefinition, attempt: number): Promise<AttemptOutcome> {
    const { folder, worker, placeOf } = this.#options;
    try {
      const { cwd, env } = placeOf ? await placeOf(task, attempt) : { cwd: this.#options.cwd };
      const place = attemptFolder(folder.attemptsDir, task.taskId, attempt);
      const outcome = await worker.start(key, place, this.#commandOf(task, attempt, cwd, env));
      return await this.#takeOver(task.taskId, attempt, outcome);
    } catch (error) {
      return { kind: 'failed-to-start', output: '', problem: (error as Error).message };
    }
  }

  #commandOf(task: TaskDefinition, attempt: number, cwd: string, more?: Record<string, string>): AttemptCommand {
    const { state, executor } = this.#options;
    return {
      command: executor.command,
      ...(state.config.verify === undefined ? {} : { verify: state.config.verify }),
      cwd,
      env: { ...this.environmentOf(task, attempt), ...more },
      task,
    };
  }

  environmentOf(task: TaskDefinition, attempt: number): NodeJS.ProcessEnv {
    const { state, env, source } = this.#options;
    const { run, project, tag } = state;
    return attemptEnvironment(env, { run, project, tag, task, attempt, tasksFile: source.file });
  }

  /** What an attempt has done is taken over before it counts as done. Of one that was skipped or overridden meanwhile nothing is. */
  async #takeOver(taskId: string, attempt: number, outcome: AttemptOutcome): Promise<AttemptOutcome> {
    const { take, state, source, executor } = this.#options;
    const task = source.task(taskId);
    const counts = state.tasks[taskId]?.current?.number === attempt;
    if (!take || !task || !counts || !endedWell(outcome) || executor.readResult(outcome.output).failed !== undefined) {
      return outcome;
    }
    const refused = await take(task, attempt);
    return refused ? { ...outcome, refused } : outcome;
  }

  /** Where attempts are short, what the next ones begin with is written while those before them run. */
  prepare(ready: Iterable<TaskDefinition>): void {
    const { state, folder, worker, placeOf, cwd } = this.#options;
    if (!worker.prepare || placeOf || !state.config.autonomous || !this.#short) {
      return;
    }
    let left = state.parallel;
    for (const task of ready) {
      if (left-- <= 0) {
        return;
      }
      const attempt = (state.tasks[task.taskId]?.attempts ?? 0) + 1;
      const key = attemptKey(state.run, task.taskId, attempt);
      if (!this.#prepared.has(key)) {
        this.#prepared.add(key);
        const place = attemptFolder(folder.attemptsDir, task.taskId, attempt);
        worker.prepare(key, place, this.#commandOf(task, attempt, cwd));
      }
    }
  }

  /** Attempts that have written something since this was asked last. */
  grown(): ActiveAttempt[] {
    return (this.#options.worker.grown?.() ?? []).flatMap((key) => this.#active.get(key) ?? []);
  }

  async stopTask(taskId: string): Promise<void> {
    for (const active of this.#active.values()) {
      if (active.taskId === taskId) {
        await this.#options.worker.stop(active.key, STOP_GRACE_MS);
      }
    }
  }

  /** @returns what is still alive afterwards: process ids, or words */
  async endAll(graceMs = STOP_GRACE_MS): Promise<Array<number | string>> {
    return this.#options.worker.endAll(this.#options.state.run, graceMs);
  }
}
