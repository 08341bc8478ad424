import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FastifyBaseLogger } from 'fastify';
import { watchSpool } from '../hook/watch-spool.ts';
import { type Store } from '../store/types.ts';
import { type Dependency } from './readiness.ts';

export interface SpoolOptions {
  store: Store;
  log: FastifyBaseLogger;
  dataDir: string;
}

/** Collects what command hooks left in the spool folder, and says how it is. */
export function startSpoolCollector({ store, log, dataDir }: SpoolOptions): {
  health(): Promise<Dependency>;
  stop(): Promise<void>;
} {
  const folder = join(dataDir, 'spool');
  let problem: string | undefined;
  const watching = watchSpool(
    folder,
    (bytes, receivedAt) => store.ingest('claude-hook', bytes, { contentType: 'application/json', receivedAt }),
    (result) => {
      const trouble = result instanceof Error ? result : result.stopped;
      if (trouble && trouble.message !== problem) {
        log.warn({ err: trouble }, 'Spooled hook events could not be collected');
      }
      problem = trouble?.message;
      if (!(result instanceof Error) && result.setAside > 0) {
        log.warn(
          { files: result.setAside },
          `Spooled hook events that cannot be read were moved to ${join(folder, 'broken')}`
        );
      }
    }
  );
  watching.catch((error: Error) => {
    problem = error.message;
    log.warn({ err: error }, 'The spool folder cannot be watched');
  });
  return {
    async health() {
      const waiting = await readdir(folder).then(
        (names) => names.filter((name) => name.endsWith('.json')).length,
        () => 0
      );
      const name = 'spool';
      if (problem !== undefined) {
        return { name, state: 'degraded', text: `Hook events in ${folder} cannot be collected: ${problem}` };
      }
      return { name, state: 'ok', text: `${waiting === 0 ? 'No' : waiting} hook events wait in ${folder}.` };
    },
    async stop() {
      await watching.then(
        (watch) => watch.close(),
        () => undefined
      );
    },
  };
}
