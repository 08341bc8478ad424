import { type TaskDefinition } from '#contract/events.ts';
import { type CheckpointReason } from '../checkpoint/content.ts';
import { type AttemptOutcome } from '../process/local-attempts.ts';
import { leftStatuses, statusOf } from '../queue/overlay.ts';
import { parentStatuses, type QueuePlan } from '../queue/plan.ts';
import { applyRecord } from '../state/apply.ts';
import { breakerAllows } from '../state/breaker.ts';
import { reachedLimit } from '../state/limits.ts';
import { type RunFact, type RunRecord } from '../state/records.ts';
import { type RunState } from '../state/types.ts';
import { answer, type ControlAnswer, type ControlCommand, takeCommands } from './control-inbox.ts';
import { decideControl } from './control.ts';
import { outcomeFact } from './outcome-fact.ts';
import { Planner } from './planner.ts';
import { type ActiveAttempt, RunAttempts } from './run-attempts.ts';
import { RunCheckpoints } from './run-checkpoints.ts';
import { type RunnerOptions } from './runner-options.ts';

const CONTROL_POLL_MS = 100;
const FILE_POLL_MS = 500;
/** What a power cut may take from the log. */
const LOG_SYNC_MS = 1_000;
/** Output is told as a sign of life this often at most. */
const ALIVE_MS = 60_000;
/** In an emergency everything is to be gone after five seconds, on a busy machine as well. */
const EMERGENCY_GRACE_MS = 1_000;

/**
 * Runs a task queue: begins what may begin, takes in what ends, follows commands, and leaves everything on disk before it acts on it. One
 * turn at a time; everything that happens asks for a turn.
 */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #planner: Planner;
  readonly #attempts: RunAttempts;
  readonly #checkpoints: RunCheckpoints;
  #turnAsked = false;
  #wake: NodeJS.Timeout | undefined;
  #timers: NodeJS.Timeout[] = [];
  #resolveEnd: (() => void) | undefined;
  #emergency = false;
  #held: string | undefined;
  readonly #inHand = new Set<string>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#planner = new Planner(options.source, options.state);
    this.#attempts = new RunAttempts(options, (active, outcome) => this.#finish(active, outcome));
    this.#checkpoints = new RunCheckpoints(options, this.#planner, (fact) => this.#note(fact));
  }

  get state(): RunState {
    return this.#options.state;
  }

  /** Folder the commands run in. */
  get cwd(): string {
    return this.#options.cwd;
  }

  get plan(): QueuePlan<TaskDefinition> | undefined {
    return this.#planner.plan;
  }

  /** Why nothing new begins, where that is not the run's own state: a full disk, a task file that cannot be read. */
  get held(): string | undefined {
    return this.#held;
  }

  /** Notes that this process takes the run up again; before `run`. */
  resumed(fact: RunFact): void {
    this.#note(fact);
  }

  /** Runs until the run has ended. */
  async run(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#resolveEnd = resolve;
    });
    this.#options.source.refresh();
    this.#bringStatuses();
    this.#attempts.adoptAll();
    this.#timers = [
      setInterval(() => this.#readCommands(), CONTROL_POLL_MS),
      setInterval(() => this.#options.source.refresh() && this.#askTurn(), FILE_POLL_MS),
      setInterval(() => void this.#options.log.settled().catch(() => {}), LOG_SYNC_MS), // a full disk is said by `append`
      setInterval(() => this.#tellAlive(), this.#options.aliveMs ?? ALIVE_MS),
      setInterval(() => this.checkpoint('interval'), this.state.config.checkpointIntervalMs),
    ];
    void this.checkpoint('start');
    this.#askTurn();
    await ended;
    this.#timers.forEach((timer) => clearInterval(timer));
    clearTimeout(this.#wake);
    await this.#attempts.endAll(0).catch(() => {}); // what attempts left behind in sessions of their own ends with the run
    this.#options.worker.close();
    await this.#checkpoints.close();
    await this.#options.log.settled();
  }

  /** Stops beginning attempts and ends the running ones; the run can be resumed. For SIGTERM and the like. */
  async shutDown(reason: string, actor: string): Promise<void> {
    if (this.state.phase === 'ended') {
      return;
    }
    this.#emergency = true;
    this.#note({ type: 'run.stopping', actor, reason });
    await this.#attempts.endAll();
    this.#askTurn();
  }

  /** Writes a checkpoint soon; resolves to its id when it is written. */
  async checkpoint(reason: CheckpointReason): Promise<string | undefined> {
    return this.#checkpoints.save(reason);
  }

  /** What writes is not stuck, however long it takes. */
  #tellAlive(): void {
    for (const { taskId, attempt } of this.#attempts.grown()) {
      this.#note({ type: 'attempt.alive', taskId, attempt });
    }
  }

  #note(fact: RunFact): RunRecord | undefined {
    const { log, state, onRecord, onTrouble } = this.#options;
    let record: RunRecord;
    try {
      record = log.append(fact, state.seq);
    } catch (error) {
      onTrouble?.(
        'log',
        `The run’s log cannot be written: ${(error as Error).message}. Nothing new begins until it can.`
      );
      this.#held = (error as Error).message;
      return undefined;
    }
    applyRecord(state, record);
    onRecord?.(record);
    return record;
  }

  #askTurn(): void {
    if (!this.#turnAsked) {
      this.#turnAsked = true;
      setImmediate(() => {
        this.#turnAsked = false;
        this.#turn();
      });
    }
  }

  #turn(): void {
    const { state, source } = this.#options;
    if (state.phase === 'ended') {
      return;
    }
    const now = Date.now();
    source.refresh(); // nothing is begun or ended on what the file said a while ago
    const { plan, oldForMs } = this.#planner.makeIfDue(now);
    if (oldForMs === undefined) {
      this.#setParents(plan);
    }
    if (state.phase === 'running') {
      const limit = reachedLimit(state, now);
      if (limit) {
        this.#note({ type: 'limit.reached', ...limit });
        this.#note({ type: 'run.stopping', actor: 'limits', reason: limit.text });
      } else {
        this.#begin(now, oldForMs !== undefined);
        setImmediate(() => this.#attempts.prepare(this.#planner.ready(now)));
      }
    }
    if (this.#attempts.size === 0) {
      this.#setParents(this.#planner.make(now));
      this.#maybeEnd();
    }
    this.#sleepUntilNext(now, oldForMs);
  }

  #setParents(plan: QueuePlan<TaskDefinition>): void {
    const { source, state, writer } = this.#options;
    for (const [taskId, status] of parentStatuses(plan, source.items, state)) {
      writer.set(taskId, status);
    }
  }

  #begin(now: number, isOld: boolean): void {
    const { state } = this.#options;
    const allowed = Math.min(state.parallel, breakerAllows(state.breaker, now));
    this.#beginReady(now, allowed);
    if (isOld && this.#attempts.size < allowed) {
      this.#setParents(this.#planner.make(now));
      this.#beginReady(now, allowed);
    }
  }

  #beginReady(now: number, allowed: number): void {
    const { state } = this.#options;
    for (const task of this.#planner.ready(now)) {
      if (this.#attempts.size >= allowed) {
        return;
      }
      if (!state.config.autonomous && state.tasks[task.taskId]?.approved !== true) {
        continue; // waits for a person
      }
      if (!this.#beginOne(task)) {
        return;
      }
    }
  }

  #beginOne(task: TaskDefinition): boolean {
    const { state, writer } = this.#options;
    const attempt = (state.tasks[task.taskId]?.attempts ?? 0) + 1;
    const record = this.#note({ type: 'attempt.started', taskId: task.taskId, attempt });
    if (!record) {
      return false; // what cannot be logged is not begun
    }
    this.#held = undefined;
    this.#options.onTrouble?.('log', undefined);
    writer.set(task.taskId, 'in-progress');
    this.#attempts.begin(task, attempt, record.at);
    return true;
  }

  #finish({ taskId, attempt, startedAt }: ActiveAttempt, outcome: AttemptOutcome): void {
    const { state, executor, writer, source, random = Math.random } = this.#options;
    const task = state.tasks[taskId];
    if (task?.current?.number !== attempt) {
      this.#askTurn(); // skipped or overridden meanwhile: its end changes nothing
      return;
    }
    const about = { at: Date.now(), startedAt, stopped: this.#emergency, random: random() };
    const fact = outcomeFact(state, taskId, attempt, outcome, executor.readResult(outcome.output), about);
    if (!this.#note(fact)) {
      this.#noteLater(fact, taskId);
      return;
    }
    const status = statusOf(state.tasks[taskId]);
    if (status !== undefined) {
      writer.set(taskId, status);
    }
    const definition = source.task(taskId);
    if (state.tasks[taskId]?.phase === 'failed' && definition && this.#options.rollback) {
      const env = this.#attempts.environmentOf(definition, attempt);
      void this.#options.rollback(definition, attempt, env).catch((error: unknown) => {
        this.#options.onTrouble?.(`rollback of ${taskId}`, (error as Error).message);
      });
    }
    this.#checkpoints.soon();
    this.#askTurn();
  }

  /** A full disk: the result is kept here until the log takes it; nothing new begins meanwhile. */
  #noteLater(fact: RunFact, taskId: string): void {
    const timer = setInterval(() => {
      if (this.#note(fact)) {
        clearInterval(timer);
        this.#held = undefined;
        this.#options.onTrouble?.('log', undefined);
        const status = statusOf(this.state.tasks[taskId]);
        if (status !== undefined) {
          this.#options.writer.set(taskId, status);
        }
        this.#askTurn();
      }
    }, 1_000);
    this.#timers.push(timer);
  }

  #maybeEnd(): void {
    const { state } = this.#options;
    const plan = this.#planner.plan!;
    if (state.phase === 'stopping') {
      this.#end(state.endReason ?? 'stopped');
      return;
    }
    const waitsForPerson = !state.config.autonomous && plan.ready.length > 0;
    if (
      state.phase !== 'running' ||
      this.#held !== undefined ||
      waitsForPerson ||
      this.#options.source.problem !== undefined
    ) {
      return;
    }
    if (plan.ready.length === 0 && plan.nextRetryAt === undefined) {
      this.#end(plan.finished === plan.total ? 'finished' : 'nothing left that can run');
    }
  }

  /** Statuses of the task file that are this run's doing: how it leaves tasks, and what it set in the last seconds. */
  #wrote(): Record<string, string[]> {
    const lately = this.#options.writer.lately();
    const left = leftStatuses(this.state, this.#planner.plan?.graph.items ?? []);
    const taskIds = Object.keys({ ...left, ...lately });
    return Object.fromEntries(
      taskIds.map((taskId) => [taskId, [...new Set([...(lately[taskId] ?? []), ...(left[taskId] ?? [])])]])
    );
  }

  #end(reason: string): void {
    if (!this.#note({ type: 'run.ended', reason, wrote: this.#wrote() })) {
      return;
    }
    void this.checkpoint(this.#emergency ? 'shutdown' : 'end');
    this.#resolveEnd?.();
  }

  #sleepUntilNext(now: number, oldForMs: number | undefined): void {
    const { state } = this.#options;
    clearTimeout(this.#wake);
    const { durationMs } = state.config.limits;
    const moments = [
      this.#planner.plan?.nextRetryAt,
      state.breaker.openUntil !== undefined && state.breaker.openUntil > now ? state.breaker.openUntil : undefined,
      durationMs > 0 ? state.startedAt + durationMs : undefined,
      this.#held !== undefined ? now + 1_000 : undefined,
      oldForMs === undefined ? undefined : now + Math.max(1, oldForMs),
    ].filter((at) => at !== undefined && at > now) as number[];
    if (moments.length > 0) {
      this.#wake = setTimeout(() => this.#askTurn(), Math.min(2 ** 31 - 1, Math.min(...moments) - now + 1));
    }
  }

  #readCommands(): void {
    const { folder } = this.#options;
    for (const { id, command } of takeCommands(folder.controlDir)) {
      void this.#carryOut(id, command);
    }
  }

  async #carryOut(id: string, command: ControlCommand): Promise<void> {
    if (this.#inHand.has(id)) {
      return;
    }
    this.#inHand.add(id);
    const { folder, state, source } = this.#options;
    const { facts, answer: said } = decideControl(command, state, (taskId) => source.task(taskId) !== undefined);
    const noted = facts.map((fact) => this.#note(fact)).every((record) => record !== undefined);
    const result = noted
      ? await this.#follow(command, said, facts.length > 0)
      : { ok: false, text: 'The run’s log cannot be written; nothing was changed.' };
    answer(folder.controlDir, id, result);
    this.#inHand.delete(id);
    this.#askTurn();
  }

  /** What a command asks beyond a change of the state. */
  async #follow(command: ControlCommand, said: ControlAnswer, changed: boolean): Promise<ControlAnswer> {
    const { state, writer } = this.#options;
    if (!said.ok) {
      return said;
    }
    if (command.taskId !== undefined && changed) {
      const task = state.tasks[command.taskId];
      writer.set(command.taskId, statusOf(task) ?? 'pending');
      if (task?.phase === 'skipped' || task?.phase === 'overridden') {
        await this.#attempts.stopTask(command.taskId);
      }
    }
    if (command.action === 'emergency-stop') {
      this.#emergency = true;
      const left = await this.#attempts.endAll(EMERGENCY_GRACE_MS);
      return left.length === 0
        ? { ok: true, text: 'All of its processes are ended.' }
        : { ok: false, text: `Processes ${left.join(', ')} could not be ended.` };
    }
    if (command.action === 'checkpoint') {
      const checkpoint = await this.checkpoint('command');
      return checkpoint === undefined
        ? { ok: false, text: 'No copy of the checkpoint could be written.' }
        : { ok: true, text: `Checkpoint ${checkpoint} is saved.`, checkpoint };
    }
    return said;
  }

  /** The statuses the run knows and the file may lack: written again on resume, harmless where they are there. */
  #bringStatuses(): void {
    const { state, source, writer } = this.#options;
    const inFile = new Map(source.items.map(({ taskId, status }) => [taskId, status]));
    for (const [taskId, task] of Object.entries(state.tasks)) {
      const status = statusOf(task);
      if (status !== undefined && inFile.get(taskId) !== status && inFile.has(taskId)) {
        writer.set(taskId, status);
      }
    }
  }
}
