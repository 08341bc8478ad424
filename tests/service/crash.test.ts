import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../backend/src/journal/journal.ts';
import { dump } from '../../backend/src/journal/testing/dump.ts';
import { openTelemetryReader } from '../../backend/src/telemetry/embedded/index.ts';
import { EVENTS_A_BATCH, lineOf } from './crash-content.ts';

/** Two folders side by side: this is about content, and starting a process takes longer than writing. */
const FOLDERS = 2;
const KILLS = process.env.TASKMASTER_OBSERVE_QUICK ? 10 : 100;
const LONGEST_LIFE_MS = 150;

const child = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));
const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface Told {
  sent: Set<string>;
  acknowledged: Set<string>;
}

/** Starts the writer and kills it at a random moment: mostly while it writes, now and then while it starts. */
async function killOnce(dataDir: string, round: number, told: Told): Promise<void> {
  const again = [...told.sent].filter((key) => !told.acknowledged.has(key)).slice(-50);
  const writer = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', child, dataDir, String(round), again.join(',')],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    }
  );
  let complaint = '';
  writer.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const kill = () => writer.kill('SIGKILL');
  if (round % 10 === 9) {
    setTimeout(kill, Math.random() * 400);
  }
  for await (const line of createInterface({ input: writer.stdout })) {
    const [what, key = ''] = line.split(' ');
    if (what === 'ready') {
      setTimeout(kill, Math.random() * LONGEST_LIFE_MS);
    } else {
      (what === 'S' ? told.sent : told.acknowledged).add(key);
    }
  }
  expect(complaint).toBe('');
}

async function torture(kills: number): Promise<{ dataDir: string; told: Told }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
  made.push(dataDir);
  const told: Told = { sent: new Set(), acknowledged: new Set() };
  for (let round = 0; round < kills; round++) {
    await killOnce(dataDir, round, told);
  }
  return { dataDir, told };
}

async function linesIn(dataDir: string): Promise<Set<string>> {
  const reader = openTelemetryReader({ dataDir });
  const range = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 };
  const { logs } = await reader.logs.search({ range, filters: [], order: 'asc', limit: 1_000_000 });
  reader.close();
  return new Set(logs.map((log) => log.body));
}

describe(`kill -9 during ingestion, ${KILLS} times`, () => {
  it('leaves every acknowledged event there after restart, none twice', { timeout: 300_000 }, async () => {
    const folders = await Promise.all(Array.from({ length: FOLDERS }, () => torture(KILLS / FOLDERS)));
    for (const { dataDir, told } of folders) {
      expect(told.acknowledged.size).toBeGreaterThan(KILLS / FOLDERS);
      const file = join(dataDir, 'journal.db');
      const journal = openJournal(file, { idleGapMs: 7_200_000 });
      const db = new DatabaseSync(file, { readOnly: true });
      expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      expect(journal.health(Date.now()).state).toBe('ok');

      const ids = (db.prepare("SELECT id FROM events WHERE source = 'api'").all() as Array<{ id: string }>).map(
        (row) => row.id
      );
      const known = new Set(ids);
      expect(ids.length).toBe(known.size);
      const batches = [...told.acknowledged].filter((key) => Number(key.split('-')[1]) % 3 !== 2);
      const lost = batches.filter((key) =>
        Array.from({ length: EVENTS_A_BATCH }, (_, index) => `${key}-${index}`).some((id) => !known.has(id))
      );
      expect(lost).toEqual([]);
      // Half a body is none: what is there of a batch is all of it.
      expect(ids.length % EVENTS_A_BATCH).toBe(0);

      const lines = await linesIn(dataDir);
      const logs = [...told.acknowledged].filter((key) => Number(key.split('-')[1]) % 3 === 2);
      expect(logs.filter((key) => !lines.has(lineOf(key)))).toEqual([]);

      const kept = dump(db);
      journal.rebuild();
      expect(dump(db)).toEqual(kept);
      db.close();
      journal.close();
    }
  });
});
