import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StoreOptions } from '../../../store/types.ts';
import { DAY_MS } from '../shared/days.ts';
import {
  openTelemetryReader,
  openTelemetryWriter,
  type TelemetryReader,
  type TelemetryRecords,
  type TelemetryWriter,
} from '../index.ts';

export const RETENTION: StoreOptions['retention'] = {
  metricsMs: 7 * DAY_MS,
  metrics5mMs: 30 * DAY_MS,
  metrics1hMs: 365 * DAY_MS,
  tracesMs: 7 * DAY_MS,
  logsMs: 7 * DAY_MS,
  logErrorsMs: 30 * DAY_MS,
};

/** A store in a folder of its own, for tests: real files, a clock that is set by hand. */
export interface TestStore {
  dataDir: string;
  clock: { now: number };
  writer: TelemetryWriter;
  reader: TelemetryReader;
  /** One transaction. */
  write(records: Partial<TelemetryRecords>): void;
  /** Maintenance until there is nothing more to do. */
  maintain(): void;
  /** Closes the writer and opens it anew, as after a restart. */
  restart(): void;
  remove(): void;
}

export function testStore(
  now: number,
  options: { maxPages?: number; retention?: StoreOptions['retention'] } = {}
): TestStore {
  const dataDir = mkdtempSync(join(tmpdir(), 'telemetry-'));
  const clock = { now };
  const open = () => openTelemetryWriter({ dataDir, retention: RETENTION, now: () => clock.now, ...options });
  const store: TestStore = {
    dataDir,
    clock,
    writer: open(),
    reader: openTelemetryReader({ dataDir }),
    write(records) {
      store.writer.begin();
      try {
        store.writer.write({ metrics: [], spans: [], logs: [], ...records });
        store.writer.commit();
      } catch (error) {
        store.writer.rollback();
        throw error;
      }
    },
    maintain() {
      while (store.writer.maintain(1000)) {
        // on to the next slice
      }
    },
    restart() {
      store.writer.close();
      store.writer = open();
    },
    remove() {
      store.writer.close();
      store.reader.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return store;
}
