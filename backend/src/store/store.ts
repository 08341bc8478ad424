import { type JournalEvent } from '#contract/events.ts';
import { asksRemote, hasRemote, isRemote, readsRemote } from '../telemetry/engines-config.ts';
import { type EngineReport } from '../telemetry/engines.ts';
import { within } from '../util/within.ts';
import { type ThreadData } from './protocol.ts';
import { ReaderPool } from './reader-pool.ts';
import { RemoteHealth } from './remote-health.ts';
import { SharedQueries } from './shared-queries.ts';
import {
  type AppendResult,
  type PurgeResult,
  type Store,
  type StoreError,
  type StoreHealth,
  type StoreOptions,
} from './types.ts';
import { WriterLink } from './writer-link.ts';

/** Entry files of the threads; tests bring their own. */
export interface ThreadFiles {
  writer: URL;
  reader: URL;
}

/** No answer within this time: the writer is busy with something long, such as a purge, ms. */
const HEALTH_WAIT_MS = 2000;

/**
 * Opens the data folder with one writer thread and, when first asked something, reader threads. Rejects with `StoreError`:
 * locked, readonly, full, invalid; the message is a sentence for the user.
 */
export async function openStore(options: StoreOptions, files: ThreadFiles = threadFiles()): Promise<Store> {
  const data: ThreadData = { options };
  const { engines } = options;
  const listeners = new Set<(events: JournalEvent[]) => void>();
  const queries = new SharedQueries({
    ask: (request, signal) =>
      (remote && engines && asksRemote(engines, request) ? remote : readers).ask<Uint8Array>(
        { kind: 'query', request },
        signal
      ),
    isRemote: (queryType) => isRemote(engines, queryType),
  });
  const writer = new WriterLink(files.writer, data, (events) => {
    queries.changed({ journal: true });
    for (const listener of listeners) {
      listener(events);
    }
  });
  await writer.opened();
  const readers = new ReaderPool(files.reader, data);
  // One thread asks other servers for all, so that the same question by several goes out once.
  const remote = hasRemote(engines)
    ? new ReaderPool(files.reader, { options: { ...options, readers: 1 }, remote: true }, { lasting: true })
    : undefined;
  const remoteHealth =
    remote && new RemoteHealth(() => remote.ask<EngineReport[]>({ kind: 'engines' }), HEALTH_WAIT_MS);
  /** Whoever wrote sees it, and so does everybody else from then on. */
  const written = async <T>(write: Promise<T>, journal = false): Promise<T> => {
    try {
      return await write;
    } finally {
      queries.changed({ journal });
    }
  };

  return {
    append: (events) => written(writer.write<AppendResult>({ kind: 'append', events })),
    ingest: (door, body, info) => written(writer.write<AppendResult>({ kind: 'ingest', door, body, info })),
    record: async (points) => {
      await written(writer.write({ kind: 'record', points }));
    },
    query: (request, signal) => queries.answer(request, signal),
    read: (name, args, signal) =>
      (remote && engines && readsRemote(engines, name) ? remote : readers).ask<Uint8Array | null>(
        { kind: 'read', name, args },
        signal
      ),
    engines: async () => (remoteHealth ? remoteHealth.reports() : []),
    eventsSince: (seq, limit) => readers.ask<JournalEvent[]>({ kind: 'since', seq, limit }),
    onEvents(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    purge: (request) => written(writer.control<PurgeResult>({ kind: 'purge', request }), true),
    maintain: async () => {
      await written(writer.control({ kind: 'maintain' }));
    },
    health: () => health(writer),
    async close() {
      queries.close();
      await remote?.close();
      await readers.close();
      await writer.close();
    },
  };
}

/** Beside this file, with its own ending: `.ts` from the sources, `.js` in a build. */
function threadFiles(): ThreadFiles {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return {
    writer: new URL(`./writer-thread.${ending}`, import.meta.url),
    reader: new URL(`./reader-thread.${ending}`, import.meta.url),
  };
}

async function health(writer: WriterLink): Promise<StoreHealth> {
  const busySince = Date.now();
  try {
    const said = await within(HEALTH_WAIT_MS, writer.control<StoreHealth>({ kind: 'health' }));
    return said ?? everywhere('degraded', 'The writer is busy with something long, such as a purge', busySince);
  } catch (error) {
    return everywhere('down', (error as StoreError).message, undefined);
  }
}

function everywhere(state: 'degraded' | 'down', text: string, since: number | undefined): StoreHealth {
  const part = { state, text, since };
  return { journal: part, metrics: part, traces: part, logs: part };
}
