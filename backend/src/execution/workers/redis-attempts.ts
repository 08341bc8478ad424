import { appendFileSync, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Job, Queue, QueueEvents, Worker } from 'bullmq';
import { type AttemptFolder } from '../process/attempt-folder.ts';
import { endProcesses } from '../process/kill.ts';
import { type AttemptOutcome } from '../process/local-attempts.ts';
import { RUN_VARIABLE } from '../process/members.ts';
import { type AttemptCommand } from '../process/spawn.ts';
import { within } from '../../util/within.ts';
import { connectRedis } from './connection.ts';
import {
  type AttemptJob,
  type AttemptReport,
  jobId,
  KEPT_SECONDS,
  outputKey,
  PREFIX,
  QUEUE,
  STOP_CHANNEL,
  stopKey,
  type StopRequest,
} from './protocol.ts';
import { type RedisAddress } from './redis-address.ts';

interface Options {
  address: RedisAddress;
  limits: AttemptJob['limits'];
  /** The environment of this process: of an attempt's, only what differs from it is sent. */
  env: NodeJS.ProcessEnv;
  onTrouble: (problem: string | undefined) => void;
}

/** What was heard of may be asked for again after this: events can be missed while Redis is away. */
const ASK_MS = 5_000;
/** How often it is looked for jobs whose worker is gone. */
const STALLED_MS = 2_000;
const STOP_MS = 2_000;

/** Runs attempts on workers: hands them to Redis, and waits for what comes of them. */
export class RedisAttempts {
  readonly #options: Options;
  readonly #redis;
  readonly #queue: Queue<AttemptJob, AttemptReport>;
  readonly #events: QueueEvents;
  readonly #stalled: Worker;
  readonly #waiting = new Map<string, { key: string; look: () => void }>();
  readonly #asking: NodeJS.Timeout;
  #begun: Promise<unknown> | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#redis = connectRedis(options.address, options.onTrouble);
    const common = { connection: this.#redis, prefix: PREFIX };
    this.#queue = new Queue(QUEUE, { ...common });
    this.#events = new QueueEvents(QUEUE, { ...common });
    // Takes nothing itself; only says which jobs nobody holds any more, also where no worker is left that could.
    this.#stalled = new Worker(QUEUE, null, {
      ...common,
      autorun: false,
      stalledInterval: STALLED_MS,
      maxStalledCount: 0,
    });
    const told = () => {}; // `onTrouble` was
    this.#queue.on('error', told);
    this.#events.on('error', told);
    this.#stalled.on('error', told);
    const heard = ({ jobId: id }: { jobId: string }) => this.#waiting.get(id)?.look();
    this.#events.on('completed', heard).on('failed', heard).on('stalled', heard);
    this.#asking = setInterval(() => this.#waiting.forEach(({ look }) => look()), ASK_MS);
    void this.#stalled.startStalledCheckTimer().catch(() => {});
  }

  async start(key: string, folder: AttemptFolder, command: AttemptCommand): Promise<AttemptOutcome> {
    const { TASKMASTER_RUN_ID: run = '', TASKMASTER_TASK_ID: taskId = '', TASKMASTER_ATTEMPT: attempt } = command.env;
    const data: AttemptJob = {
      ...{ key, run, taskId, attempt: Number(attempt), cwd: command.cwd, command: command.command, task: command.task },
      ...(command.verify === undefined ? {} : { verify: command.verify }),
      env: differing(command.env, this.#options.env),
      limits: this.#options.limits,
    };
    const keep = { age: KEPT_SECONDS };
    const options = { jobId: jobId(key), removeOnComplete: keep, removeOnFail: keep };
    this.#begun ??= this.#redis.del(stopKey(run)); // what ended the run the last time must not end it now
    const adding = this.#begun.then(async () => this.#queue.add('attempt', data, options));
    adding.catch(() => {}); // the connection was closed: the run is over here
    return this.#result(key, folder, adding);
  }

  /** What became of an attempt an earlier process of this run handed out. */
  async adopt(key: string, folder: AttemptFolder): Promise<AttemptOutcome> {
    return this.#result(key, folder, Promise.resolve());
  }

  async #result(key: string, folder: AttemptFolder, added: Promise<unknown>): Promise<AttemptOutcome> {
    const id = jobId(key);
    const { promise, resolve } = Promise.withResolvers<AttemptOutcome>();
    let looking = false;
    let gone = 0;
    const look = async () => {
      if (looking) {
        return;
      }
      looking = true;
      try {
        await added;
        const job = await Job.fromId<AttemptJob, AttemptReport>(this.#queue, id);
        const state = job ? await job.getState() : 'unknown';
        if (job && state === 'completed') {
          resolve(await this.#take(job, folder));
        } else if (job && (state === 'failed' || job.stalledCounter > 0)) {
          const stalled = job.stalledCounter > 0 || /stalled/.test(job.failedReason ?? '');
          await job.remove(); // nobody may begin it any more; rejects while a worker has it in hand
          resolve({
            kind: 'lost',
            output: '',
            problem: stalled ? 'its worker was lost' : (job.failedReason ?? 'it failed'),
          });
        } else if (!job && ++gone > 1) {
          resolve({ kind: 'lost', output: '', problem: 'Redis knows nothing of it' });
        }
      } catch {
        // Redis is away; it is asked again
      } finally {
        looking = false;
      }
    };
    this.#waiting.set(id, { key, look: () => void look() });
    void look();
    try {
      return await promise;
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Takes the result of a job, once: whoever comes later finds none. */
  async #take(job: Job<AttemptJob, AttemptReport>, folder: AttemptFolder): Promise<AttemptOutcome> {
    const { worker: _worker, ...report } = job.returnvalue;
    const output = (await this.#redis.get(outputKey(job.data.key))) ?? '';
    keepOutput(folder, output);
    await job.remove().catch(() => {}); // it goes by itself after a day
    await this.#redis.del(outputKey(job.data.key));
    return { ...report, output };
  }

  async stop(key: string, graceMs: number): Promise<void> {
    await inTime(this.#ask({ key, graceMs }, key));
  }

  /**
   * Ends everything of a run: what waits in Redis, what workers run, and what of it runs on this machine, whoever began it.
   * @returns what may still be alive, in words
   */
  async endAll(run: string, graceMs: number): Promise<string[]> {
    const asked = this.#ask({ run, graceMs }, run);
    await inTime(asked);
    const here = await endProcesses(new Set(), { marker: `${RUN_VARIABLE}=${run}`, graceMs });
    for (const end = Date.now() + STOP_MS; this.#waiting.size > 0 && Date.now() < end; await sleep(50)) {
      this.#waiting.forEach(({ look }) => look());
    }
    const silent = [...this.#waiting.values()].map(({ key }) => `${key} (its worker has not answered yet)`);
    return [...here.map(String), ...silent];
  }

  async #ask(request: StopRequest, what: string): Promise<void> {
    await this.#redis.set(stopKey(what), '1', 'EX', 60);
    await this.#redis.publish(STOP_CHANNEL, JSON.stringify(request));
    for (const [id, { key, look }] of this.#waiting) {
      if (request.key === undefined || request.key === key) {
        const job = await Job.fromId(this.#queue, id);
        if (job && (await job.getState()) === 'waiting') {
          await job.remove().catch(() => {}); // a worker took it meanwhile, and finds that it is to be ended
        }
        look();
        look();
      }
    }
  }

  close(): void {
    clearInterval(this.#asking);
    const closing = Promise.allSettled([this.#queue.close(), this.#events.close(), this.#stalled.close(true)]);
    void within(1_000, closing).then(() => this.#redis.disconnect());
  }
}

async function inTime(work: Promise<unknown>): Promise<void> {
  await within(
    STOP_MS,
    work.catch(() => {})
  );
}

/** Puts it where it would be after an attempt on this machine. */
function keepOutput(folder: AttemptFolder, output: string): void {
  try {
    mkdirSync(folder.path, { recursive: true, mode: 0o700 });
    appendFileSync(folder.outputFile, output, { mode: 0o600 });
  } catch {
    // a full disk: the result counts all the same
  }
}

function differing(env: NodeJS.ProcessEnv, base: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== base[pair[0]])
  );
}
