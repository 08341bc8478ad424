import { type TaskDefinition } from '#contract/events.ts';
import { checkpointContent, type CheckpointReason } from '../checkpoint/content.ts';
import { type Fingerprint, takeFingerprint } from '../checkpoint/fingerprint.ts';
import { checkpointId, type CheckpointStore } from '../checkpoint/store.ts';
import { attemptEnvironment, attemptKey } from '../executors/environment.ts';
import { type Executor } from '../executors/executors.ts';
import { type RunLog } from '../log/run-log.ts';
import { attemptFolder } from '../process/attempt-folder.ts';
import { type AttemptOutcome } from '../process/local-attempts.ts';
import { type AttemptCommand } from '../process/spawn.ts';
import { statusOf } from '../queue/overlay.ts';
import { parentStatuses, type QueuePlan } from '../queue/plan.ts';
import { applyRecord } from '../state/apply.ts';
import { breakerAllows } from '../state/breaker.ts';
import { reachedLimit } from '../state/limits.ts';
import { type RunFact, type RunRecord } from '../state/records.ts';
import { type Failure, type RunState } from '../state/types.ts';
import { type StatusWriter } from '../task-file/status-writer.ts';
import { answer, type ControlCommand, takeCommands } from './control-inbox.ts';
import { decideControl } from './control.ts';
import { endedWell, outcomeFact } from './outcome-fact.ts';
import { Planner } from './planner.ts';
import { type RunFolder } from './run-folder.ts';
import { type TaskSource } from './task-source.ts';

/** Where attempts are run: on this machine, or by workers. */
export interface AttemptWorker {
  start(key: string, folder: ReturnType<typeof attemptFolder>, command: AttemptCommand): Promise<AttemptOutcome>;
  adopt(key: string, folder: ReturnType<typeof attemptFolder>, startedAt: number): Promise<AttemptOutcome>;
  /** An attempt that may be begun soon. */
  prepare?(key: string, folder: ReturnType<typeof attemptFolder>, command: AttemptCommand): void;
  /** Ends one attempt. */
  stop(key: string, graceMs: number): Promise<void>;
  /** Ends everything of the run; what is still alive afterwards: process ids, or words. */
  endAll(run: string, graceMs: number): Promise<Array<number | string>>;
  close(): void;
}

export interface RunnerOptions {
  folder: RunFolder;
  state: RunState;
  log: RunLog;
  source: TaskSource;
  writer: StatusWriter;
  checkpoints: CheckpointStore;
  worker: AttemptWorker;
  executor: Executor;
  /** Folder the commands run in. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  version: string;
  /** Told of every record, after it is in the log and the state. */
  onRecord?: (record: RunRecord) => void;
  /** Told of what goes wrong beside the tasks: the disk, the task file, a checkpoint. Undefined: it is well again. */
  onTrouble?: (what: string, problem: string | undefined) => void;
  autonomy?: () => number | null;
  random?: () => number;
  /** Puts an attempt into a working tree of its own. */
  placeOf?: (task: TaskDefinition, attempt: number) => Promise<{ cwd: string; env: Record<string, string> }>;
  /** Takes over what an attempt has done that ended well; answers why it cannot be taken. */
  take?: (task: TaskDefinition, attempt: number) => Promise<Failure | undefined>;
  /** Called when a task has failed for good. */
  rollback?: (task: TaskDefinition, attempt: number, env: NodeJS.ProcessEnv) => Promise<void>;
}

const CONTROL_POLL_MS = 100;
const FILE_POLL_MS = 500;
const STOP_GRACE_MS = 2_000;
/** In an emergency everything is to be gone after five seconds, on a busy machine as well. */
const EMERGENCY_GRACE_MS = 1_000;
const CHECKPOINT_SPACING_MS = 2_000;
/** Attempts below this are begun so often that preparing them counts. */
const SHORT_MS = 2_000;
const FINGERPRINT_MS = 30_000;

/**
 * Runs a task queue: begins what may begin, takes in what ends, follows commands, and leaves everything on disk before it acts on it. One
 * turn at a time; everything that happens asks for a turn.
 */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #active = new Map<string, { taskId: string; attempt: number; startedAt: number }>();
  readonly #stopped = new Set<string>();
  readonly #prepared = new Set<string>();
  #short = false;
  readonly #planner: Planner;
  #turnAsked = false;
  #wake: NodeJS.Timeout | undefined;
  #timers: NodeJS.Timeout[] = [];
  #resolveEnd: (() => void) | undefined;
  #checkpointing: Promise<void> = Promise.resolve();
  #lastCheckpointAt = 0;
  #checkpointDue: CheckpointReason | undefined;
  #emergency = false;
  #held: string | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#planner = new Planner(options.source, options.state);
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
    this.#adoptRunning();
    this.#timers = [
      setInterval(() => this.#readCommands(), CONTROL_POLL_MS),
      setInterval(() => this.#options.source.refresh() && this.#askTurn(), FILE_POLL_MS),
      setInterval(() => this.checkpoint('interval'), this.state.config.checkpointIntervalMs),
    ];
    void this.checkpoint('start');
    this.#askTurn();
    await ended;
    this.#timers.forEach((timer) => clearInterval(timer));
    clearTimeout(this.#wake);
    await this.#endAll(0).catch(() => {}); // what attempts left behind in sessions of their own ends with the run
    this.#options.worker.close();
    await this.#checkpointing;
    await this.#options.log.settled();
  }

  /** Stops beginning attempts and ends the running ones; the run can be resumed. For SIGTERM and the like. */
  async shutDown(reason: string, actor: string): Promise<void> {
    if (this.state.phase === 'ended') {
      return;
    }
    this.#emergency = true;
    this.#note({ type: 'run.stopping', actor, reason });
    await this.#endAll();
    this.#askTurn();
  }

  /** Writes a checkpoint soon; resolves to its id when it is written. */
  async checkpoint(reason: CheckpointReason): Promise<string | undefined> {
    let id: string | undefined;
    this.#checkpointing = this.#checkpointing.then(async () => {
      id = await this.#saveCheckpoint(reason);
    });
    await this.#checkpointing;
    return id;
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
        setImmediate(() => this.#prepareNext(now));
      }
    }
    if (this.#active.size === 0) {
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
    if (isOld && this.#active.size < allowed) {
      this.#setParents(this.#planner.make(now));
      this.#beginReady(now, allowed);
    }
  }

  #beginReady(now: number, allowed: number): void {
    const { state } = this.#options;
    for (const task of this.#planner.ready(now)) {
      if (this.#active.size >= allowed) {
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
    const active = { taskId: task.taskId, attempt, startedAt: record.at };
    const key = attemptKey(state.run, task.taskId, attempt);
    this.#active.set(key, active);
    void this.#work(key, task, attempt).then((outcome) => this.#finish(key, active, outcome));
    return true;
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
    const { state, executor, env, source } = this.#options;
    const { run, project, tag } = state;
    return {
      command: executor.command,
      ...(state.config.verify === undefined ? {} : { verify: state.config.verify }),
      cwd,
      env: { ...attemptEnvironment(env, { run, project, tag, task, attempt, tasksFile: source.file }), ...more },
      task,
    };
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
  #prepareNext(now: number): void {
    const { state, folder, worker, placeOf, cwd } = this.#options;
    if (!worker.prepare || placeOf || !state.config.autonomous || !this.#short) {
      return;
    }
    let left = state.parallel;
    for (const task of this.#planner.ready(now)) {
      if (left-- <= 0) {
        return;
      }
      const attempt = (state.tasks[task.taskId]?.attempts ?? 0) + 1;
      const key = attemptKey(state.run, task.taskId, attempt);
      if (!this.#prepared.has(key)) {
        this.#prepared.add(key);
        worker.prepare(
          key,
          attemptFolder(folder.attemptsDir, task.taskId, attempt),
          this.#commandOf(task, attempt, cwd)
        );
      }
    }
  }

  /** Takes over what an earlier runner left running, or learns what became of it. */
  #adoptRunning(): void {
    const { state, folder, worker } = this.#options;
    for (const [taskId, { current }] of Object.entries(state.tasks)) {
      if (current) {
        const key = attemptKey(state.run, taskId, current.number);
        const active = { taskId, attempt: current.number, startedAt: current.startedAt };
        this.#active.set(key, active);
        const place = attemptFolder(folder.attemptsDir, taskId, current.number);
        void worker
          .adopt(key, place, current.startedAt)
          .then(async (outcome) => this.#takeOver(taskId, current.number, outcome))
          .then((outcome) => this.#finish(key, active, outcome));
      }
    }
  }

  #finish(key: string, active: { taskId: string; attempt: number; startedAt: number }, outcome: AttemptOutcome): void {
    const { state, executor, writer, source, random = Math.random } = this.#options;
    this.#active.delete(key);
    this.#prepared.delete(key);
    const { taskId, attempt, startedAt } = active;
    this.#short = Date.now() - startedAt < SHORT_MS;
    const task = state.tasks[taskId];
    if (task?.current?.number !== attempt) {
      this.#askTurn(); // skipped or overridden meanwhile: its end changes nothing
      return;
    }
    const stopped = this.#stopped.delete(key) || this.#emergency;
    const about = { at: Date.now(), startedAt, stopped, random: random() };
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
      const env = attemptEnvironment(this.#options.env, {
        ...state,
        task: definition,
        attempt,
        tasksFile: source.file,
      });
      void this.#options.rollback(definition, attempt, env).catch((error: unknown) => {
        this.#options.onTrouble?.(`rollback of ${taskId}`, (error as Error).message);
      });
    }
    this.#checkpointSoon();
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

  #end(reason: string): void {
    if (!this.#note({ type: 'run.ended', reason, wrote: this.#options.writer.lately() })) {
      return;
    }
    this.#checkpointing = this.#checkpointing.then(
      async () => void (await this.#saveCheckpoint(this.#emergency ? 'shutdown' : 'end'))
    );
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

  readonly #inHand = new Set<string>();

  async #carryOut(id: string, command: ControlCommand): Promise<void> {
    if (this.#inHand.has(id)) {
      return;
    }
    this.#inHand.add(id);
    const { folder, state, source, writer } = this.#options;
    const { facts, answer: said } = decideControl(command, state, (taskId) => source.task(taskId) !== undefined);
    let result = said;
    for (const fact of facts) {
      if (!this.#note(fact)) {
        result = { ok: false, text: 'The run’s log cannot be written; nothing was changed.' };
      }
    }
    if (result.ok && command.taskId !== undefined && facts.length > 0) {
      const task = state.tasks[command.taskId];
      writer.set(command.taskId, statusOf(task) ?? 'pending');
      if (task?.phase === 'skipped' || task?.phase === 'overridden') {
        await this.#stopTask(command.taskId);
      }
    }
    if (result.ok && command.action === 'emergency-stop') {
      this.#emergency = true;
      const left = await this.#endAll(EMERGENCY_GRACE_MS);
      result =
        left.length === 0
          ? { ok: true, text: 'All of its processes are ended.' }
          : { ok: false, text: `Processes ${left.join(', ')} could not be ended.` };
    }
    if (result.ok && command.action === 'checkpoint') {
      const checkpoint = await this.checkpoint('command');
      result =
        checkpoint === undefined
          ? { ok: false, text: 'No copy of the checkpoint could be written.' }
          : { ok: true, text: `Checkpoint ${checkpoint} is saved.`, checkpoint };
    }
    answer(folder.controlDir, id, result);
    this.#inHand.delete(id);
    this.#askTurn();
  }

  async #stopTask(taskId: string): Promise<void> {
    for (const [key, active] of this.#active) {
      if (active.taskId === taskId) {
        await this.#options.worker.stop(key, STOP_GRACE_MS);
      }
    }
  }

  async #endAll(graceMs = STOP_GRACE_MS): Promise<Array<number | string>> {
    return this.#options.worker.endAll(this.state.run, graceMs);
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

  /** At every task's end, but not more often than every two seconds: the log has the rest. */
  #checkpointSoon(): void {
    if (this.#checkpointDue !== undefined) {
      return;
    }
    this.#checkpointDue = 'task-end';
    const wait = Math.max(0, this.#lastCheckpointAt + CHECKPOINT_SPACING_MS - Date.now());
    this.#timers.push(
      setTimeout(() => {
        this.#checkpointDue = undefined;
        if (this.state.phase !== 'ended') {
          void this.checkpoint('task-end');
        }
      }, wait)
    );
  }

  #taken: { at: number; fingerprint: Promise<Fingerprint> } | undefined;

  /** Asking git takes longer than everything else about a checkpoint, so at the ends of tasks an answer of the last half minute will do. */
  async #fingerprint(reason: CheckpointReason): Promise<Fingerprint> {
    const { source, executor, version } = this.#options;
    if (!this.#taken || reason !== 'task-end' || Date.now() - this.#taken.at > FINGERPRINT_MS) {
      this.#taken = { at: Date.now(), fingerprint: takeFingerprint(source.file, executor.command, version) };
    }
    return this.#taken.fingerprint;
  }

  async #saveCheckpoint(reason: CheckpointReason): Promise<string | undefined> {
    const { state, checkpoints, version, onTrouble } = this.#options;
    const at = Date.now();
    this.#lastCheckpointAt = at;
    try {
      const fingerprint = await this.#fingerprint(reason);
      const id = checkpointId(state.seq);
      const content = checkpointContent(state, this.#planner.plan ?? this.#planner.make(at), {
        id,
        at,
        reason,
        version,
        fingerprint,
        memoryBytes: process.memoryUsage.rss(),
        autonomy: this.#options.autonomy?.() ?? null,
      });
      const { bytes, copies, problems } = await checkpoints.save(content); // encoded at once, before anything else happens
      onTrouble?.(
        'checkpoint',
        problems.length > 0 ? `One copy could not be written. ${problems.join('; ')}` : undefined
      );
      const { completed_tasks: finished, pending_tasks: waiting, current_tasks: current } = content.execution_state;
      const counts = { done: finished.length, open: waiting.length + current.length };
      this.#note({ type: 'checkpoint.saved', id, reason, bytes, copies, ...counts });
      await checkpoints.rotate();
      return id;
    } catch (error) {
      onTrouble?.('checkpoint', (error as Error).message);
      return undefined;
    }
  }
}
