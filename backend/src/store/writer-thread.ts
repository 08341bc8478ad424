import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createMemory, decodeDoor, type IngestContext } from '../ingest/doors.ts';
import { identifyProject } from '../ingest/project-id.ts';
import { openJournal } from '../journal/journal.ts';
import { storeError } from '../journal/open/sqlite-error.ts';
import { openTelemetryWriter } from '../telemetry/embedded/index.ts';
import { JOURNAL_FILE, shapeOf, type ThreadData } from './protocol.ts';
import { remembered } from './remembered.ts';
import { serveWriter } from './writer-loop.ts';

/** The thread that owns the journal and the telemetry files. */
const { options } = workerData as ThreadData;
const port = parentPort;
if (!port) {
  throw new Error('writer-thread is started by the store, not by itself');
}
try {
  mkdirSync(options.dataDir, { recursive: true });
  const journal = openJournal(join(options.dataDir, JOURNAL_FILE), { idleGapMs: options.idleGapMs });
  const telemetry = openTelemetryWriter({ dataDir: options.dataDir, retention: options.retention });
  const context: IngestContext = {
    captureContents: options.captureContents,
    userId: options.userId ?? 'off',
    projectOf: remembered(identifyProject),
    memory: createMemory(),
  };
  serveWriter(
    port,
    {
      journal,
      telemetry,
      decode: (door, body, info) => decodeDoor(door, body, info, context),
      forgetDecoded: () => {
        context.memory = createMemory();
      },
      now: Date.now,
    },
    () => port.close()
  );
  port.postMessage({ kind: 'ready' });
} catch (error) {
  port.postMessage({ kind: 'failed', error: shapeOf(storeError(error, options.dataDir)) });
  port.close();
}
