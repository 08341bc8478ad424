import { statSync } from 'node:fs';
import { type FastifyBaseLogger } from 'fastify';
import { lastSeq, readRunLog } from '../execution/log/run-log.ts';
import { readCursor, writeCursor } from '../execution/runner/journal-link.ts';
import { currentRunner } from '../execution/runner/lock.ts';
import { projectEvent, runEvent } from '../execution/runner/run-events.ts';
import { listRuns, runFolder, type RunFolder } from '../execution/runner/run-folder.ts';
import { type Store } from '../store/types.ts';

const PAUSE_MS = 5_000;
const BATCH = 500;

/**
 * Takes in what runs of this data folder could not tell while no service was there: those that ended, or were killed, before everything was
 * sent. A run that is being worked on tells it itself, but for what it has done before this service began: that is taken in first (`caughtUp`),
 * so that what the run wrote into the task file is known for its own. Ids are those the run sends, so nothing is there twice.
 */
export function startRunCollector(about: { store: Store; log: FastifyBaseLogger; dataDir: string }): {
  /** Resolves when what runs had done before is taken in, or cannot be. */
  caughtUp: Promise<void>;
  stop(): Promise<void>;
} {
  const { store, log, dataDir } = about;
  const seen = new Map<string, string>();
  let stopped = false;
  let problem: string | undefined;
  const collect = async (run: string, first: boolean) => {
    const folder = runFolder(dataDir, run);
    const stamp = stampOf(folder);
    const isWorkedOn = currentRunner(folder.lockFile) !== undefined;
    if (stopped || stamp === seen.get(run) || (isWorkedOn && !first)) {
      return;
    }
    await collectRun(store, folder, !isWorkedOn);
    if (!isWorkedOn) {
      seen.set(run, stamp);
    }
  };
  const pass = async (first: boolean) => {
    try {
      for (const run of listRuns(dataDir)) {
        await collect(run, first);
      }
      problem = undefined;
    } catch (error) {
      if ((error as Error).message !== problem && !stopped) {
        log.warn({ err: error }, 'What a run left for the journal could not be collected');
      }
      problem = (error as Error).message;
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    if (!stopped) {
      timer = setTimeout(() => {
        working = pass(false).then(again);
      }, PAUSE_MS);
    }
  };
  const caughtUp = pass(true);
  let working = caughtUp.then(again);
  return {
    caughtUp,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}

/** Sends what the journal has not got of a run's log. */
async function collectRun(store: Store, folder: RunFolder, keepCursor: boolean): Promise<void> {
  const sent = readCursor(folder.sentFile);
  if (lastSeq(folder.logFile) <= sent) {
    return;
  }
  const { records } = readRunLog(folder.logFile);
  const [first] = records;
  if (first?.type !== 'run.started') {
    return; // the log no longer says whose it is
  }
  const left = records.filter(({ seq }) => seq > sent);
  for (let at = 0; at < left.length; at += BATCH) {
    const batch = left.slice(at, at + BATCH);
    const events = batch.flatMap((record) => runEvent(record, first) ?? []);
    const introduction = at === 0 && events[0] ? projectEvent(events[0], first.tasksFile) : undefined;
    const body = Buffer.from(JSON.stringify(introduction ? [introduction, ...events] : events));
    await store.ingest('events', Uint8Array.from(body), { contentType: 'application/json', receivedAt: Date.now() });
    if (keepCursor) {
      writeCursor(folder.sentFile, batch.at(-1)!.seq);
    }
  }
}

function stampOf({ logFile }: RunFolder): string {
  const found = statSync(logFile, { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size}` : '';
}
