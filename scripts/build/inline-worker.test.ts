import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleWorker } from './inline-worker.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an inlined worker', () => {
  it('is one script with everything it imports, ready for a blob', async () => {
    writeFileSync(join(folder, 'twice.ts'), 'export const twice = (n: number): number => n * 2;');
    const entry = join(folder, 'some.worker.ts');
    writeFileSync(
      entry,
      "import { twice } from './twice.ts';\nself.onmessage = (event) => self.postMessage(twice(event.data));"
    );
    const { code, inputs } = await bundleWorker(entry);
    expect(code).not.toMatch(/\b(import|export)\b/);
    expect(inputs).toHaveLength(2);
    const sent: unknown[] = [];
    const self: { postMessage: (data: unknown) => void; onmessage?: (event: { data: number }) => void } = {
      postMessage: (data) => sent.push(data),
    };
    runInNewContext(code, { self });
    self.onmessage?.({ data: 21 });
    expect(sent).toEqual([42]);
  });

  it('fails with the file and the reason', async () => {
    const entry = join(folder, 'broken.worker.ts');
    writeFileSync(entry, "import './nowhere.ts';");
    await expect(bundleWorker(entry)).rejects.toThrow(/nowhere/);
  });
});
