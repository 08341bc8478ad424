import { type FastifyBaseLogger } from 'fastify';
import { type Metrics } from '../metrics/metrics.ts';
import { writeState } from '../metrics/state-file.ts';
import { type Store } from '../store/types.ts';

const RECORD_MS = 15_000;

/** Writes the service's metrics into the embedded metric store every 15 s, and saves the counters. */
export function startRecorder(
  metrics: Metrics,
  store: Store,
  stateFile: string,
  log: FastifyBaseLogger
): { stop(): Promise<void>; save(): Promise<void> } {
  let said = '';
  let savedSeq = -1;
  const record = async (): Promise<void> => {
    try {
      await store.record(await metrics.points(Date.now()));
      if (metrics.seq !== savedSeq) {
        savedSeq = metrics.seq;
        await writeState(stateFile, await metrics.save());
      }
      said = '';
    } catch (error) {
      const message = (error as Error).message;
      if (message !== said) {
        said = message; // the same trouble every 15 s is said once
        log.warn({ err: error }, 'The service’s own metrics could not be recorded');
      }
    }
  };
  let running = Promise.resolve();
  const timer = setInterval(() => (running = running.then(record)), RECORD_MS).unref();
  return {
    /** Saves the counters now, whatever has changed. */
    save() {
      savedSeq = -1;
      return (running = running.then(record));
    },
    async stop() {
      clearInterval(timer);
      await running;
      await record();
    },
  };
}
