import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRunLog, RunLog } from './run-log.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-log-'));
  file = join(folder, 'run.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives back what was appended, in a later process too', async () => {
  const first = RunLog.open(file, () => 5);
  first.log.append({ type: 'run.paused', actor: 'Ä \n "x"' });
  await first.log.settled();
  first.log.close();
  const second = RunLog.open(file, () => 6);
  expect(second.records).toEqual([{ seq: 1, at: 5, type: 'run.paused', actor: 'Ä \n "x"' }]);
  expect(second.log.append({ type: 'run.continued', actor: 'b' }).seq).toBe(2);
  second.log.close();
});

it('cuts off what is torn or rotten at any byte, keeps everything before it, and goes on after it', () => {
  const { log } = RunLog.open(file);
  for (let n = 0; n < 20; n++) {
    log.append({ type: 'run.paused', actor: `person ${n}` });
  }
  log.close();
  const whole = readFileSync(file);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.boolean(), fc.integer({ min: 1, max: 255 }), (at, torn, flip) => {
      const bytes = Buffer.from(torn ? whole.subarray(0, at) : whole);
      if (!torn) {
        bytes[at] = bytes[at]! ^ flip;
      }
      writeFileSync(file, bytes);
      const linesBefore = whole.subarray(0, at).toString().split('\n').length - 1;
      const opened = RunLog.open(file);
      expect(opened.records.length).toBeGreaterThanOrEqual(linesBefore);
      expect(opened.records).toEqual(opened.records.map((record, index) => ({ ...record, seq: index + 1 })));
      opened.log.append({ type: 'run.continued', actor: 'x' });
      opened.log.close();
      expect(readRunLog(file).records).toHaveLength(opened.records.length + 1);
    })
  );
});

it('takes no line twice', () => {
  const { log } = RunLog.open(file);
  log.append({ type: 'run.continued', actor: 'x' });
  log.close();
  appendFileSync(file, readFileSync(file));
  expect(readRunLog(file).records).toHaveLength(1);
});
