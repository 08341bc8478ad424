import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type NewEvent } from '#contract/events.ts';
import { openJournal } from '../../journal/journal.ts';
import { JOURNAL_FILE, shapeOf, type ThreadData } from '../protocol.ts';
import { serveWriter } from '../writer-loop.ts';

/**
 * A writer for tests of the store itself: the real journal and loop, telemetry that keeps nothing, a door that reads JSON, and
 * ways to misbehave: the type `test.crash` ends the thread, `test.slow` keeps it busy.
 */
const { options } = workerData as ThreadData;
const port = parentPort;
const ok = { state: 'ok', text: 'nothing is kept' } as const;
try {
  const journal = openJournal(join(options.dataDir, JOURNAL_FILE), { idleGapMs: options.idleGapMs });
  serveWriter(
    port!,
    {
      journal: {
        ...journal,
        append(events, seenAt) {
          for (const event of events) {
            misbehave(event);
          }
          return journal.append(events, seenAt);
        },
      },
      telemetry: {
        begin: () => undefined,
        write: () => undefined,
        commit: () => undefined,
        rollback: () => undefined,
        maintain: () => false,
        purge: () => ({ metrics: 0, spans: 0, logs: 0 }),
        health: () => ({ metrics: ok, traces: ok, logs: ok }),
        close: () => undefined,
      },
      decode: (_door, body) => ({
        events: JSON.parse(new TextDecoder().decode(body)) as NewEvent[],
        metrics: [],
        spans: [],
        logs: [],
        rejected: [],
      }),
      forgetDecoded: () => undefined,
      now: Date.now,
    },
    () => port?.close()
  );
  port?.postMessage({ kind: 'ready' });
} catch (error) {
  port?.postMessage({ kind: 'failed', error: shapeOf(error) });
  port?.close();
}

function misbehave(event: NewEvent): void {
  if (event.type === 'test.crash') {
    process.exit(3); // in a worker: ends the thread
  }
  if (event.type === 'test.break') {
    throw new Error('a fault in this one request');
  }
  if (event.type === 'test.slow') {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  }
}
