import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { task } from '../../analysis/testing/tasks.ts';
import { planQueue } from '../queue/plan.ts';
import { beginState, taskOf } from '../state/apply.ts';
import { DEFAULT_CONFIG } from '../state/config.ts';
import { checkpointContent } from './content.ts';
import { fingerprintChanges, takeFingerprint } from './fingerprint.ts';
import { decodeCheckpoint, encodeCheckpoint } from './file.ts';
import { checkpointId, CheckpointStore, folderTarget } from './store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function content(seq: number) {
  const state = beginState({
    seq,
    at: 0,
    type: 'run.started',
    run: 'r',
    project: 'p',
    tag: 'master',
    tasksFile: '/x/tasks.json',
    config: { ...DEFAULT_CONFIG, command: 'true' },
  });
  taskOf(state, '1').phase = 'done';
  Object.assign(taskOf(state, '2'), { phase: 'running', attempts: 2, current: { number: 2, startedAt: 5 } });
  const items = [
    task('1'),
    task('2', { title: 'ä "quoted" \u2028' }),
    task('3', { needs: ['1'] }),
    task('4', { needs: ['3'] }),
  ];
  return checkpointContent(state, planQueue(items, state, 0), {
    id: checkpointId(seq),
    at: 1000,
    reason: 'interval',
    version: '1.0.0',
    memoryBytes: 1,
    autonomy: null,
    fingerprint: await takeFingerprint('/x/tasks.json', 'true', '1.0.0'),
  });
}

it('says where the run stands in the specification’s words', async () => {
  expect((await content(7)).execution_state).toMatchObject({
    current_tasks: [{ task_id: '2', attempt: 2 }],
    completed_tasks: ['1'],
    pending_tasks: ['3', '4'],
    queue: ['3'],
    attempts: { '2': 2 },
  });
});

describe('a checkpoint file', () => {
  it('is read back as it was, and is plain JSON', async () => {
    const bytes = encodeCheckpoint(await content(7));
    const decoded = decodeCheckpoint(bytes);
    expect(decoded.ok && decoded.content).toEqual(await content(7));
    expect(JSON.parse(bytes.toString())).toMatchObject({ schema: 1, content: { run: 'r' } });
  });

  it('is refused when any byte is changed, missing or added', async () => {
    const bytes = encodeCheckpoint(await content(7));
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'add'),
        (at, flip, how) => {
          const bad =
            how === 'cut'
              ? bytes.subarray(0, at)
              : how === 'add'
                ? Buffer.concat([bytes.subarray(0, at), Buffer.from([flip % 128]), bytes.subarray(at)])
                : Buffer.from(bytes);
          if (how === 'flip') {
            bad[at] = bad[at]! ^ flip;
          }
          const decoded = decodeCheckpoint(bad);
          expect(decoded.ok).toBe(false);
        }
      ),
      { numRuns: 400 }
    );
  });

  it('of a newer version is refused with a way on', async () => {
    const newer = encodeCheckpoint(await content(7))
      .toString()
      .replace('{"schema":1', '{"schema":2');
    expect(decodeCheckpoint(Buffer.from(newer))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('Update') as string,
    });
  });
});

describe('CheckpointStore', () => {
  it('keeps two copies, uses the other where one is bad, and an older one where both are', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const store = new CheckpointStore([folderTarget(a), folderTarget(b)]);
    await store.save(await content(3));
    expect(await store.save(await content(12))).toMatchObject({ copies: 2, problems: [] });
    writeFileSync(join(a, 'cp-0000000012.json'), readFileSync(join(a, 'cp-0000000012.json')).subarray(0, 100));
    expect(store.latest()).toMatchObject({
      found: { id: 'cp-0000000012', copies: [{ problem: 'it is cut off or is no checkpoint' }, {}] },
      passedOver: [],
    });
    writeFileSync(join(b, 'cp-0000000012.json'), '');
    expect(store.latest()).toMatchObject({ found: { id: 'cp-0000000003' }, passedOver: [{ id: 'cp-0000000012' }] });
  });

  it('goes on with one copy where the other cannot be written, and says so', async () => {
    writeFileSync(join(folder, 'file'), '');
    const store = new CheckpointStore([folderTarget(join(folder, 'a')), folderTarget(join(folder, 'file', 'b'))]);
    expect(await store.save(await content(3))).toMatchObject({
      copies: 1,
      problems: [expect.stringContaining('file')],
    });
    const none = new CheckpointStore([folderTarget(join(folder, 'file', 'b'))]);
    await expect(none.save(await content(3))).rejects.toThrow('No copy');
  });

  it('keeps the newest and leaves no temporary file', async () => {
    const store = new CheckpointStore([folderTarget(folder)], 3);
    for (const seq of [1, 2, 30, 4, 5]) {
      await store.save(await content(seq));
      await store.rotate();
    }
    expect(readdirSync(folder).sort()).toEqual(['cp-0000000004.json', 'cp-0000000005.json', 'cp-0000000030.json']);
  });
});

it('tells what is different from then', async () => {
  const before = await takeFingerprint('/x/tasks.json', 'one', '1.0.0');
  expect(fingerprintChanges(before, before)).toEqual([]);
  expect(fingerprintChanges(before, { ...before, executorSha256: '', node: 'v99' })).toEqual([
    `The version of Node was ${process.version} and is v99.`,
    'The executor’s command is another one.',
  ]);
});
