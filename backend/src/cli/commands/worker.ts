import { resolve } from 'node:path';
import { parseDuration } from '../../config/duration.ts';
import { openDataFolder } from '../../service/data-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { dataFolderOf } from '../client.ts';
import { clean, say } from '../output.ts';

export interface WorkerCommandOptions {
  workers: string;
  parallel?: number;
  lease?: string;
  cwd?: string;
  data?: string;
}

const LEASE_MS = 30_000;
const SHORTEST_LEASE_MS = 1_000;

/** Runs attempts from Redis until it is stopped. */
export async function worker(options: WorkerCommandOptions): Promise<void> {
  if (process.platform === 'win32') {
    throw new ExitError(EXIT.unavailable, 'A worker needs a POSIX shell and process groups: use Linux, macOS or WSL.');
  }
  const leaseMs = options.lease === undefined ? LEASE_MS : parseDuration(options.lease);
  if (leaseMs === undefined || leaseMs < SHORTEST_LEASE_MS) {
    throw new ExitError(EXIT.usage, `--lease expects a duration of at least 1s such as 30s, not “${options.lease}”.`);
  }
  const [{ AttemptsWorker }, { PASSWORD_VARIABLE, redisAddress }] = await Promise.all([
    import('../../execution/workers/worker.ts'),
    import('../../execution/workers/redis-address.ts'),
  ]);
  let address;
  try {
    address = redisAddress(options.workers);
  } catch (error) {
    throw new ExitError(EXIT.usage, (error as Error).message);
  }
  delete process.env[PASSWORD_VARIABLE]; // no attempt is to have it
  const dataDir = dataFolderOf(options);
  openDataFolder(dataDir);
  const running = new AttemptsWorker({
    address,
    leaseMs,
    dataDir,
    parallel: options.parallel ?? 1,
    env: { ...process.env },
    program: process.argv[1]!,
    say: (line) => say(clean(line)),
    ...(options.cwd === undefined ? {} : { cwd: resolve(options.cwd) }),
  });
  say(`Worker ${running.id} takes ${options.parallel ?? 1} at once from ${address.shown}.`);
  await new Promise<void>((done) => {
    let asked = false;
    const stop = () => {
      if (asked) {
        done();
      } else {
        asked = true;
        say('Takes nothing new; waits for what runs (once more: ends it, it is begun anew elsewhere).');
        void running.drain().then(done);
      }
    };
    process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  });
  await running.close();
  process.exit(); // what still waits for Redis has nothing to say any more
}
