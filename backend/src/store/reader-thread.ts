import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type QueryRequest } from '#contract/queries.ts';
import { storeError } from '../journal/open/sqlite-error.ts';
import { answerQuery } from '../query/answer.ts';
import { DEFAULT_QUERY_OPTIONS, type QueryContext } from '../query/context.ts';
import { answerRead } from '../query/reads/index.ts';
import { openTelemetryReader } from '../telemetry/embedded/index.ts';
import { identifyProject } from '../ingest/project-id.ts';
import { JOURNAL_FILE, shapeOf, type ThreadData } from './protocol.ts';
import { serveReader } from './reader-loop.ts';
import { remembered } from './remembered.ts';

/** A thread that answers queries. It cannot write: what it opens is open for reading only. */
const { options, remote } = workerData as ThreadData;
const port = parentPort;
if (!port) {
  throw new Error('reader-thread is started by the store, not by itself');
}
try {
  const db = new DatabaseSync(join(options.dataDir, JOURNAL_FILE), { readOnly: true, timeout: 5000 });
  db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY');
  const telemetry = openTelemetryReader({ dataDir: options.dataDir });
  // Loaded only where other servers are asked: it brings an HTTP client with it.
  const engines =
    remote && options.engines
      ? (await import('../telemetry/engines.ts')).openEngines(options.engines, telemetry, {
          captureContents: options.captureContents,
          userId: options.userId ?? 'off',
          projectOf: remembered(identifyProject),
        })
      : undefined;
  const contextFor = (signal: AbortSignal): QueryContext => {
    const { metrics, traces, logs } = engines?.bind(signal) ?? telemetry;
    return {
      db,
      metrics,
      traces,
      logs,
      now: Date.now,
      options: DEFAULT_QUERY_OPTIONS,
      concurrent: engines !== undefined,
    };
  };
  serveReader(
    port,
    {
      db,
      query: (request, signal) => answerQuery(request as QueryRequest, contextFor(signal)),
      read: (name, args, signal) => answerRead(name, args, contextFor(signal)),
      ...(engines ? { engines: () => engines.report(), concurrent: true } : {}),
      async close() {
        await engines?.close();
        telemetry.close();
        db.close();
      },
    },
    () => port.close()
  );
  port.postMessage({ kind: 'ready' });
} catch (error) {
  port.postMessage({ kind: 'failed', error: shapeOf(storeError(error, options.dataDir)) });
  port.close();
}
