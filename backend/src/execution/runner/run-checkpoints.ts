import { checkpointContent, type CheckpointReason } from '../checkpoint/content.ts';
import { type Fingerprint, takeFingerprint } from '../checkpoint/fingerprint.ts';
import { checkpointId } from '../checkpoint/store.ts';
import { UseSamples } from '../process/use-samples.ts';
import { type RunFact } from '../state/records.ts';
import { type Planner } from './planner.ts';
import { type RunnerOptions } from './runner-options.ts';

const SPACING_MS = 2_000;
const FINGERPRINT_MS = 30_000;

type Options = Pick<
  RunnerOptions,
  'state' | 'checkpoints' | 'version' | 'onTrouble' | 'autonomy' | 'source' | 'executor'
>;

/** Saves a run's checkpoints, one after the other, beside the work. */
export class RunCheckpoints {
  readonly #options: Options;
  readonly #planner: Planner;
  readonly #note: (fact: RunFact) => unknown;
  #saving: Promise<void> = Promise.resolve();
  #lastAt = 0;
  #due: NodeJS.Timeout | undefined;
  readonly #use: UseSamples;
  #taken: { at: number; fingerprint: Promise<Fingerprint> } | undefined;

  constructor(options: Options, planner: Planner, note: (fact: RunFact) => unknown) {
    this.#options = options;
    this.#planner = planner;
    this.#note = note;
    this.#use = new UseSamples(options.state.run);
  }

  /** Writes a checkpoint soon; resolves to its id when it is written, to undefined where it could not be. */
  async save(reason: CheckpointReason): Promise<string | undefined> {
    let id: string | undefined;
    this.#saving = this.#saving.then(async () => {
      id = await this.#save(reason);
    });
    await this.#saving;
    return id;
  }

  /** At every task's end, but not more often than every two seconds: the log has the rest. */
  soon(): void {
    if (this.#due === undefined) {
      const wait = Math.max(0, this.#lastAt + SPACING_MS - Date.now());
      this.#due = setTimeout(() => {
        this.#due = undefined;
        if (this.#options.state.phase !== 'ended') {
          void this.save('task-end');
        }
      }, wait);
    }
  }

  /** Plans no more, and waits for what is being written. */
  async close(): Promise<void> {
    clearTimeout(this.#due);
    await this.#saving;
    this.#use.close();
  }

  /** Asking git takes longer than everything else about a checkpoint, so at the ends of tasks an answer of the last half minute will do. */
  async #fingerprint(reason: CheckpointReason): Promise<Fingerprint> {
    const { source, executor, version } = this.#options;
    if (!this.#taken || reason !== 'task-end' || Date.now() - this.#taken.at > FINGERPRINT_MS) {
      this.#taken = { at: Date.now(), fingerprint: takeFingerprint(source.file, executor.command, version) };
    }
    return this.#taken.fingerprint;
  }

  async #save(reason: CheckpointReason): Promise<string | undefined> {
    const { state, checkpoints, version, onTrouble } = this.#options;
    const at = Date.now();
    this.#lastAt = at;
    try {
      const fingerprint = await this.#fingerprint(reason);
      const id = checkpointId(state.seq);
      const use = this.#use.take();
      const content = checkpointContent(state, this.#planner.plan ?? this.#planner.make(at), {
        id,
        at,
        reason,
        version,
        fingerprint,
        memoryBytes: process.memoryUsage.rss(),
        autonomy: this.#options.autonomy?.() ?? null,
        ...(use ? { use } : {}),
      });
      const { bytes, copies, problems } = await checkpoints.save(content); // encoded at once, before anything else happens
      onTrouble?.(
        'checkpoint',
        problems.length > 0 ? `One copy could not be written. ${problems.join('; ')}` : undefined
      );
      const { completed_tasks: finished, pending_tasks: waiting, current_tasks: current } = content.execution_state;
      const counts = { done: finished.length, open: waiting.length + current.length };
      this.#note({ type: 'checkpoint.saved', id, reason, bytes, copies, ...counts, ...(use ? { use } : {}) });
      await checkpoints.rotate();
      return id;
    } catch (error) {
      onTrouble?.('checkpoint', (error as Error).message);
      return undefined;
    }
  }
}
