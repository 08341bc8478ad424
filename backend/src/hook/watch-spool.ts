import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { collectSpool, type SpoolHandler, type SpoolResult } from './spool.ts';

export interface SpoolWatch {
  /** Stops watching and waits for what is under way. */
  close(): Promise<void>;
}

/** Look again at least this often: not every file system tells of changes, and what was refused for now is tried again. */
const POLL_MS = 5000;

/**
 * Collects a spool folder now, whenever something appears in it, and every few seconds. `report` is told of every round that
 * did anything or failed. Rejects where the folder cannot be made.
 */
export async function watchSpool(
  dir: string,
  handle: SpoolHandler,
  report: (result: SpoolResult | Error) => void
): Promise<SpoolWatch> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const round = async (): Promise<void> => {
    do {
      again = false;
      try {
        const result = await collectSpool(dir, handle);
        if (result.collected + result.setAside > 0 || result.stopped !== undefined) {
          report(result);
        }
        if (result.stopped !== undefined) {
          return; // the next round comes with the clock
        }
      } catch (error) {
        report(error instanceof Error ? error : new Error(String(error)));
      }
    } while (again && !closed);
  };
  const wake = (): void => {
    again = true;
    if (!closed) {
      running ??= round().finally(() => {
        running = undefined;
      });
    }
  };

  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(dir, { persistent: false }, (_event, name) => {
      if (name === null || name.endsWith('.json')) {
        wake();
      }
    });
    watcher.on('error', report);
  } catch (error) {
    report(error instanceof Error ? error : new Error(String(error))); // polling goes on
  }
  const timer = setInterval(wake, POLL_MS);
  timer.unref();
  wake();

  return {
    async close() {
      closed = true;
      clearInterval(timer);
      watcher?.close();
      await running;
    },
  };
}
