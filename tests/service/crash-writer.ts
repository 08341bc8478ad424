import { writeSync } from 'node:fs';
import { openStore } from '../../backend/src/store/store.ts';
import { eventsOf, logsOf, optionsOf } from './crash-content.ts';

/**
 * The process that is killed: writes without a pause and says on stdout what it sends (S) and what was acknowledged (A).
 * Arguments: data folder, round, what earlier rounds sent without an answer (comma separated), to be sent again.
 */
const [dataDir = '', round = '0', again = ''] = process.argv.slice(2);
const store = await openStore(optionsOf(dataDir));
const encoder = new TextEncoder();
const info = { contentType: 'application/json', receivedAt: Date.now() };
let next = 0;

async function send(key: string): Promise<void> {
  const number = Number(key.split('-')[1]);
  writeSync(1, `S ${key}\n`);
  const body = (value: unknown) => encoder.encode(JSON.stringify(value));
  const result =
    number % 3 === 0
      ? await store.append(eventsOf(key))
      : number % 3 === 1
        ? await store.ingest('events', body(eventsOf(key).map(({ source: _source, ...event }) => event)), info)
        : await store.ingest('otlp-logs', body(logsOf(key)), info);
  if (result.rejected.length > 0) {
    throw new Error(result.rejected[0]?.message);
  }
  writeSync(1, `A ${key}\n`);
}

writeSync(1, 'ready\n');
await Promise.all(again.split(',').filter(Boolean).map(send));
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (;;) {
      await send(`${round}-${next++}`);
    }
  })
);
