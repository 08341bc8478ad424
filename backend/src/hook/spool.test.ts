import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectSpool, type SpoolAnswer } from './spool.ts';
import { watchSpool } from './watch-spool.ts';

const TAKEN: SpoolAnswer = { accepted: 1, duplicates: 0, rejected: [] };
const REFUSED: SpoolAnswer = { accepted: 0, duplicates: 0, rejected: [{ message: 'not JSON' }] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(name: string, text: string, writtenAt = Date.now()): void {
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), writtenAt / 1000, writtenAt / 1000);
}
const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('collectSpool', () => {
  it('hands over oldest first, with the time it was written, and deletes', async () => {
    put('9.json', 'first', 1_790_000_000_000);
    put('1.json', 'third', 1_790_000_002_000);
    put('5.json', 'second', 1_790_000_001_000);
    const seen: Array<[string, number]> = [];
    const result = await collectSpool(folder, async (bytes, receivedAt) => {
      seen.push([read(bytes), Math.round(receivedAt)]);
      return TAKEN;
    });
    expect(seen).toEqual([
      ['first', 1_790_000_000_000],
      ['second', 1_790_000_001_000],
      ['third', 1_790_000_002_000],
    ]);
    expect(result).toEqual({ collected: 3, setAside: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('deletes only after it was acknowledged', async () => {
    put('1.json', 'x');
    await collectSpool(folder, async () => {
      expect(readdirSync(folder)).toEqual(['1.json']);
      return TAKEN;
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves everything when the store says not now, and collects it later', async () => {
    for (let n = 0; n < 100; n++) {
      put(`${n}.json`, String(n), 1_790_000_000_000 + n);
    }
    let taken = 0;
    const result = await collectSpool(folder, async () => {
      if (taken >= 10) {
        throw Object.assign(new Error('the disk is full'), { code: 'full' });
      }
      taken++;
      return TAKEN;
    });
    expect(result.stopped?.message).toBe('the disk is full');
    expect(result.collected).toBe(10);
    expect(readdirSync(folder)).toHaveLength(90);
    expect((await collectSpool(folder, async () => TAKEN)).collected).toBe(90);
  });

  it('sets aside what cannot be read, and goes on', async () => {
    put('1.json', 'broken');
    put('2.json', '');
    put('3.json', 'invalid');
    put('4.json', 'good');
    const result = await collectSpool(folder, async (bytes) => {
      if (read(bytes) === 'invalid') {
        throw Object.assign(new Error('no'), { code: 'invalid' });
      }
      return read(bytes) === 'broken' ? REFUSED : TAKEN;
    });
    expect(result).toEqual({ collected: 1, setAside: 3 });
    expect(readdirSync(folder)).toEqual(['broken']);
    expect(readdirSync(join(folder, 'broken'))).toHaveLength(3);
  });

  it('takes away what a killed hook left, not what one is writing now', async () => {
    put('1.tmp', 'half', Date.now() - 120_000);
    put('2.tmp', 'half');
    mkdirSync(join(folder, '3.json'));
    expect(await collectSpool(folder, async () => TAKEN)).toEqual({ collected: 0, setAside: 0 });
    expect(readdirSync(folder).sort()).toEqual(['2.tmp', '3.json']);
  });

  it('works for thousands of files, with few under way at a time', async () => {
    for (let n = 0; n < 3000; n++) {
      writeFileSync(join(folder, `${n}.json`), '{}');
    }
    let now = 0;
    let most = 0;
    const result = await collectSpool(folder, async () => {
      most = Math.max(most, ++now);
      await new Promise((done) => setImmediate(done));
      now--;
      return TAKEN;
    });
    expect(result.collected).toBe(3000);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(32);
  });

  it('finds nothing in a folder that is not there', async () => {
    expect(await collectSpool(join(folder, 'none'), async () => TAKEN)).toEqual({ collected: 0, setAside: 0 });
  });
});

describe('watchSpool', () => {
  it('collects what waits, and what real hooks bring while it watches', async () => {
    put('1.json', 'waiting');
    const seen: string[] = [];
    const watch = await watchSpool(
      folder,
      async (bytes) => {
        seen.push(read(bytes));
        return TAKEN;
      },
      () => undefined
    );
    await vi.waitFor(() => expect(seen).toEqual(['waiting']));
    const hook = resolve(import.meta.dirname, 'taskmaster-observe-hook.sh');
    spawnSync('sh', [hook, folder], { input: 'brought' });
    await vi.waitFor(() => expect(seen).toEqual(['waiting', 'brought']), { timeout: 10_000 });
    await watch.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reports what was refused for now and tries again', async () => {
    put('1.json', 'x');
    const reports: unknown[] = [];
    let refuse = true;
    const watch = await watchSpool(
      folder,
      async () => {
        if (refuse) {
          throw new Error('overloaded');
        }
        return TAKEN;
      },
      (report) => reports.push(report)
    );
    await vi.waitFor(() => expect(reports).toHaveLength(1));
    refuse = false;
    put('2.json', 'y');
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), { timeout: 10_000 });
    await watch.close();
  });
});
