import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import { attemptFolder } from '../process/attempt-folder.ts';
import { LocalAttempts } from '../process/local-attempts.ts';
import { within } from '../../util/within.ts';
import { connectRedis } from './connection.ts';
import { type Guard, startGuard } from './guard.ts';
import { Lease } from './lease.ts';
import {
  type AttemptJob,
  type AttemptReport,
  KEPT_SECONDS,
  outputKey,
  PREFIX,
  QUEUE,
  STOP_CHANNEL,
  stopKey,
  type StopRequest,
  WORKER_VARIABLE,
} from './protocol.ts';
import { type RedisAddress } from './redis-address.ts';

export interface WorkerOptions {
  address: RedisAddress;
  parallel: number;
  /** How long an attempt stays this worker's without a word of it, ms. */
  leaseMs: number;
  dataDir: string;
  /** Folder the commands run in, where it is not the run's own. */
  cwd?: string;
  env: NodeJS.ProcessEnv;
  /** This command line's own program, for the guard. */
  program: string;
  say: (line: string) => void;
}

const CLOSE_MS = 5_000;

interface Held {
  job: Job<AttemptJob, AttemptReport>;
  token: string;
  attempts: LocalAttempts;
  /** Another may have it by now, or the run has ended it: what comes of it is not told as a result. */
  lost?: string;
}

/** Takes attempts from Redis and runs them here, until `close`. */
export class AttemptsWorker {
  readonly #options: WorkerOptions;
  readonly id = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  readonly #folder: string;
  readonly #held = new Map<string, Held>();
  readonly #locals = new Map<string, LocalAttempts>();
  readonly #redis;
  readonly #listener;
  readonly #worker: Worker<AttemptJob, AttemptReport>;
  readonly #lease: Lease;
  #guard: Guard;
  #closing = false;
  #said: string | undefined;

  constructor(options: WorkerOptions) {
    const { address, parallel, leaseMs, dataDir, say } = options;
    this.#options = options;
    this.#folder = join(dataDir, 'workers', this.id);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#guard = this.#openGuard();
    this.#redis = connectRedis(address, (problem) => this.#trouble(problem));
    this.#listener = connectRedis(address);
    this.#worker = new Worker<AttemptJob, AttemptReport>(QUEUE, async (job, token) => this.#work(job, token ?? ''), {
      connection: this.#redis,
      prefix: PREFIX,
      concurrency: parallel,
      lockDuration: leaseMs,
      skipLockRenewal: true, // ours, because the guard hangs on it
      stalledInterval: leaseMs,
      maxStalledCount: 0, // an attempt is begun once; the run begins another one
      name: this.id,
    });
    this.#worker.on('error', (error) => {
      if (/lock/i.test(error.message)) {
        say('A result came after its lease had ended; it is not counted, the task is begun anew.');
      }
    });
    this.#lease = new Lease({
      ms: leaseMs,
      renew: async () => this.#renew(),
      onRenewed: (ms) => this.#guard.renew(ms),
    });
    void this.#lease.keep();
    void this.#listen();
  }

  #trouble(problem: string | undefined): void {
    if (problem !== this.#said && !this.#closing) {
      this.#options.say(
        problem ?? (this.#said === undefined ? `Connected to ${this.#options.address.shown}.` : 'Redis is there again.')
      );
      this.#said = problem;
    }
  }

  #openGuard(): Guard {
    const guard = startGuard(this.id, this.#options.program);
    void guard.gone.then(() => {
      if (!this.#closing) {
        this.#options.say('The lease ran out; what this worker had begun was ended and is begun anew elsewhere.');
        this.#held.forEach((held) => this.#lose(held, 'its worker lost its lease'));
        this.#guard = this.#openGuard();
      }
    });
    return guard;
  }

  #lose(held: Held, why: string): void {
    held.lost ??= why;
    void held.attempts.stop(held.job.data.key, 0);
  }

  async #renew(): Promise<void> {
    await Promise.all([
      this.#redis.ping(),
      ...[...this.#held.values()].map(async (held) => {
        const { key, run } = held.job.data;
        const extended = await held.job.extendLock(held.token, this.#options.leaseMs).catch((error: Error) => {
          if (/lock/i.test(error.message)) {
            return 0;
          }
          throw error;
        });
        if (Number(extended) !== 1) {
          this.#lose(held, 'its worker lost its lease');
        } else if ((await this.#redis.exists(stopKey(key), stopKey(run))) > 0) {
          this.#lose(held, 'the run ended it');
        }
      }),
    ]);
  }

  async #listen(): Promise<void> {
    this.#listener.on('message', (_channel, text) => {
      const { key, run, graceMs } = JSON.parse(text) as StopRequest;
      for (const held of this.#held.values()) {
        const { data } = held.job;
        if (data.key === key || (key === undefined && data.run === run)) {
          held.lost ??= 'the run ended it';
          void (key === undefined ? held.attempts.endAll(data.run, graceMs) : held.attempts.stop(key, graceMs));
        }
      }
    });
    await this.#listener.subscribe(STOP_CHANNEL);
  }

  #localFor(limits: AttemptJob['limits']): LocalAttempts {
    const name = JSON.stringify(limits);
    const local = this.#locals.get(name) ?? new LocalAttempts(limits);
    this.#locals.set(name, local);
    return local;
  }

  async #work(job: Job<AttemptJob, AttemptReport>, token: string): Promise<AttemptReport> {
    const { key, run, taskId, attempt, command, verify, env, task, limits, cwd } = job.data;
    const attempts = this.#localFor(limits);
    const held: Held = { job, token, attempts };
    this.#held.set(key, held);
    const folder = attemptFolder(this.#folder, taskId, attempt);
    try {
      await this.#lease.renewOnce(); // from here on the guard knows of a lease that covers this attempt
      const stopped = await this.#redis.exists(stopKey(key), stopKey(run));
      if (stopped > 0 || held.lost !== undefined || !this.#lease.holds) {
        return { kind: 'lost', problem: held.lost ?? 'it had not begun', worker: this.id };
      }
      this.#options.say(`▶ ${taskId} (${run})`);
      const { output, ...outcome } = await attempts.start(key, folder, {
        command,
        ...(verify === undefined ? {} : { verify }),
        cwd: this.#options.cwd ?? cwd,
        env: { ...this.#options.env, ...env, [WORKER_VARIABLE]: this.id },
        task,
      });
      const well = outcome.kind === 'ended' && outcome.work === 0;
      if (!this.#lease.holds || (held.lost !== undefined && !well)) {
        return { kind: 'lost', problem: held.lost ?? 'its worker lost its lease', worker: this.id };
      }
      this.#options.say(`${well ? '✓' : '✗'} ${taskId} (${run})`);
      await this.#redis.set(outputKey(key), output, 'EX', KEPT_SECONDS);
      return { ...outcome, worker: this.id };
    } finally {
      this.#held.delete(key);
      rmSync(folder.path, { recursive: true, force: true });
    }
  }

  /** Takes nothing new; resolves when what runs has ended. */
  async drain(): Promise<void> {
    void this.#worker.pause(true).catch(() => {}); // Redis may be away
    while (this.#held.size > 0) {
      await sleep(100);
    }
  }

  /** Ends what runs (it is begun anew elsewhere) and leaves. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#held.forEach((held) => this.#lose(held, 'its worker was stopped'));
    await within(CLOSE_MS, this.#worker.close()); // without Redis it would wait for it
    this.#lease.close();
    this.#guard.close();
    await within(CLOSE_MS, this.#guard.gone); // it ends what attempts left behind
    this.#locals.forEach((local) => local.close());
    this.#redis.disconnect();
    this.#listener.disconnect();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
