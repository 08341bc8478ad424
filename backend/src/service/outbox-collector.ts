import { join } from 'node:path';
import { type FastifyBaseLogger } from 'fastify';
import { OUTBOX_DOORS, ownOutbox } from '../execution/wrap/outbox.ts';
import { watchSpool } from '../hook/watch-spool.ts';
import { type Store } from '../store/types.ts';

/** Collects what measured commands (`wrap`) left for this service, now and as it comes. Said once where it cannot be collected. */
export function startOutboxCollector(about: { store: Store; log: FastifyBaseLogger; dataDir: string }): {
  stop(): Promise<void>;
} {
  const { store, log, dataDir } = about;
  const watches = OUTBOX_DOORS.map(async (door) => {
    const folder = join(ownOutbox(dataDir), door);
    let problem: string | undefined;
    return watchSpool(
      folder,
      (bytes, receivedAt) => store.ingest(door, bytes, { contentType: 'application/json', receivedAt }),
      (result) => {
        const trouble = result instanceof Error ? result : result.stopped;
        if (trouble && trouble.message !== problem) {
          log.warn({ err: trouble }, `Records in ${folder} could not be collected`);
        }
        problem = trouble?.message;
      }
    );
  });
  for (const watch of watches) {
    watch.catch((error: Error) => log.warn({ err: error }, 'The outbox cannot be watched'));
  }
  return {
    async stop() {
      await Promise.allSettled(watches.map(async (watch) => (await watch).close()));
    },
  };
}
