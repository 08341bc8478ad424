import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReaderPool } from './reader-pool.ts';
import { openStore } from './store.ts';

const reader = new URL('./testing/reader.ts', import.meta.url);
const day = 86_400_000;
const retention = { metricsMs: day, metrics5mMs: day, metrics1hMs: day, tracesMs: day, logsMs: day, logErrorsMs: day };

let dataDir: string;
const poolOptions = () => ({ dataDir, idleGapMs: 1, captureContents: false, retention, readers: 1, maxQueuedBytes: 1 });
let pool: ReaderPool;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'readers-'));
  const options = poolOptions();
  const writer = new URL('./testing/writer.ts', import.meta.url);
  await (await openStore(options, { writer, reader })).close(); // makes the journal
  pool = new ReaderPool(reader, { options }, { oldMb: 64 });
});
afterEach(async () => {
  await pool.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('a lasting thread that does nothing but one question is replaced', async () => {
  const lasting = new ReaderPool(reader, { options: poolOptions() }, { lasting: true, lookMs: 1500 });
  const stuck = expect(lasting.ask({ kind: 'query', request: { spin: true } })).rejects.toMatchObject({
    message: expect.stringMatching(/did nothing else for half a minute and was replaced/),
  });
  const slow = lasting.ask({ kind: 'query', request: { waitMs: 1 } }).catch((error: unknown) => String(error));
  await stuck;
  expect(await slow).toMatch(/was replaced/);
  const waits = await lasting.ask<Uint8Array>({ kind: 'query', request: { waitMs: 8000 } }); // gives signs of life meanwhile
  expect(waits).toBeDefined();
  await lasting.close();
}, 60_000);

const ask = async (request: unknown) =>
  JSON.parse(new TextDecoder().decode(await pool.ask<Uint8Array>({ kind: 'query', request }))) as { request: unknown };

it('a thread that runs out of memory ends alone, and another takes its place', async () => {
  const beside = expect(ask({ hoard: true })).rejects.toThrow(/or one beside it/);
  await expect(ask({ hoard: true })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringMatching(/took more memory than there is for it \(64 MB\): its thread was replaced/),
  });
  await beside;
  expect((await ask({ a: 1 })).request).toEqual({ a: 1 });
});
