import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { JOURNAL_FILE, type ThreadData } from '../protocol.ts';
import { serveReader } from '../reader-loop.ts';

/** A reader for tests of the store itself: echoes queries, and misbehaves where asked to. */
const { options } = workerData as ThreadData;
const db = new DatabaseSync(join(options.dataDir, JOURNAL_FILE), { readOnly: true });
serveReader(
  parentPort!,
  {
    db,
    async query(request) {
      const { crash, waitMs, hoard, spin } = request as {
        crash?: boolean;
        waitMs?: number;
        hoard?: boolean;
        spin?: boolean;
      };
      while (spin) {
        // does nothing else
      }
      if (crash) {
        process.exit(3); // in a worker: ends the thread
      }
      for (const kept: unknown[] = []; hoard;) {
        kept.push({ at: kept.length });
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs ?? 0));
      return { thread: threadId, request };
    },
    read: (name) => (name === 'nothing' ? undefined : db.prepare('SELECT count(*) AS events FROM events').get()),
    concurrent: true, // as where other servers are asked: signs of life come while a question waits
    close: () => db.close(),
  },
  () => parentPort?.close()
);
