import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startJaeger } from '../../engines/support/jaeger.ts';
import { type Measured } from '../result.ts';
import { startService, temporaryFolder } from '../service/running-service.ts';
import { makeSpanBatch, refresh } from '../service/span-batch.ts';
import { askService, text } from './ask.ts';
import { fill, filledRows, queryRows, type StoreUnderTest } from './store-under-test.ts';

const PER_BODY = 500;
const ATTRIBUTES = 20;
const SPAN_HOURS = 6;
const MINUTE = 60_000;
const HEADERS = { 'content-type': 'application/x-protobuf' };

interface Traces {
  begin: number;
  end: number;
  bodies: number;
  /** The n-th body; the same for every store. */
  body(n: number): Buffer;
  ids: string[];
}

/** Ten spans a trace, twenty attributes a span, spread over six hours. */
function traces(spans: number): Traces {
  const batch = makeSpanBatch(PER_BODY, ATTRIBUTES);
  const bodies = Math.ceil(spans / PER_BODY);
  const end = Math.floor(Date.now() / MINUTE) * MINUTE;
  const begin = end - SPAN_HOURS * 60 * MINUTE;
  const made = new Map<number, Buffer>();
  const ids: string[] = [];
  for (let n = 0; n < bodies; n++) {
    const body = refresh(batch, Math.round(begin + (n * (end - begin)) / bodies));
    made.set(n, body);
    ids.push(body.toString('hex', batch.traceIds[0], batch.traceIds[0]! + 16));
  }
  return { begin, end, bodies, body: (n) => made.get(n)!, ids };
}

/** The embedded store and Jaeger (in memory, and on disk), one after the other, with the same spans and questions. */
export async function comparedTraces(spans: number): Promise<Measured[]> {
  const all = traces(spans);
  return [...(await embedded(all)), ...(await jaeger(all, false)), ...(await jaeger(all, true))];
}

async function embedded(all: Traces): Promise<Measured[]> {
  const data = temporaryFolder('compared');
  const service = await startService(data);
  try {
    const url = new URL('/v1/traces', service.url);
    const store = { name: 'embedded', pid: service.pid, folder: join(data, 'telemetry', 'traces') };
    const filled = await fill(store, all.bodies, PER_BODY, (n) => ({ url, headers: HEADERS, body: all.body(n) }));
    const rows = filledRows(store, 'spans', filled);
    const { from, to } = { from: all.begin, to: all.end };
    const one = (n: number) =>
      askService(service.url, { queryType: 'traces', query: { traceId: id(all, n) }, timeRange: { from, to } });
    const search = (n: number) =>
      askService(service.url, {
        queryType: 'traces',
        query: { service: 'bench', operation: 'operation-3', limit: 20 },
        timeRange: { from, to: to - n * MINUTE },
      });
    rows.push(...(await queryRows(store, asking(one, search))));
    return rows;
  } finally {
    await service.stop();
  }
}

async function jaeger(all: Traces, disk: boolean): Promise<Measured[]> {
  const server = await startJaeger({ disk });
  try {
    const url = new URL(server.otlpUrl);
    const name = `Jaeger 1.76 ${disk ? 'on disk (Badger)' : 'in memory'}`;
    const store: StoreUnderTest = { name, pid: server.pid, ...(disk ? { folder: server.folder } : {}) };
    const filled = await fill(store, all.bodies, PER_BODY, (n) => ({ url, headers: HEADERS, body: all.body(n) }));
    await known(server.url, all.ids.at(-1)!);
    const rows = filledRows(store, 'spans', filled);
    const one = (n: number) => text(`${server.url}/api/v3/traces/${id(all, n)}`);
    const search = (n: number) => {
      const query = {
        service: 'bench',
        operation: 'operation-3',
        start: `${all.begin}000`,
        end: `${all.end - n * MINUTE}000`,
        limit: '20',
      };
      return text(`${server.url}/api/traces?${new URLSearchParams(query).toString()}`);
    };
    rows.push(...(await queryRows(store, asking(one, search))));
    return rows;
  } finally {
    await server.stop();
  }
}

const id = ({ ids }: Traces, n: number) => ids[(n * 7) % ids.length]!;

/** Waits for what is still on its way into the store. */
async function known(url: string, traceId: string): Promise<void> {
  for (const end = Date.now() + 60_000; !(await fetch(`${url}/api/traces/${traceId}`)).ok;) {
    if (Date.now() > end) {
      throw new Error('Jaeger does not show what it was sent.');
    }
    await sleep(100);
  }
}

const asking = (one: (n: number) => Promise<string>, search: (n: number) => Promise<string>) => [
  { name: 'one trace of 10 spans', ask: one },
  { name: 'the latest 20 traces of an operation', ask: search },
];
