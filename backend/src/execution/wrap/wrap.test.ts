import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemory, decodeDoor } from '../../ingest/doors.ts';
import { commandName } from './command-name.ts';
import { keep, sendKept } from './outbox.ts';
import { endedRecords, type Measured, spanBody, startedEvent } from './records.ts';
import { attributesOf, readAttributes, subjectOf, withSubject } from './subject.ts';
import { newPlace, traceparentOf } from './trace.ts';

const measured: Measured = {
  name: 'npm test',
  program: 'npm',
  subject: { project: 'shop-1', tag: 'master', run: 'r1', taskId: '5.2', attempt: 2 },
  place: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: 'c'.repeat(16) },
  startedAt: 1_790_000_000_000,
};

describe('whom a command works for', () => {
  it('is what was named, else what execute set, else what the resource attributes say', () => {
    const env = {
      TASKMASTER_TASK_ID: '7',
      TASKMASTER_ATTEMPT: '3',
      OTEL_RESOURCE_ATTRIBUTES: 'taskmaster.project=from%20there,taskmaster.task.id=9,a=b',
    };
    expect(subjectOf({ tag: 'feature' }, env)).toEqual({
      project: 'from there',
      tag: 'feature',
      taskId: '7',
      attempt: 3,
    });
    expect(subjectOf({ taskId: '1', attempt: 1 }, env)).toMatchObject({ taskId: '1', attempt: 1 });
    expect(subjectOf({}, { TASKMASTER_ATTEMPT: 'x' })).toEqual({});
  });

  it('is added to what the environment said, whatever that was', () => {
    const text = fc.string({ minLength: 1, maxLength: 30 }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, text, (project, taskId) => {
        const subject = { project, taskId };
        const merged = withSubject('team=a%2Cb,taskmaster.task.id=old,broken=%zz', subject);
        const read = readAttributes(merged);
        expect(Object.fromEntries(read)).toMatchObject({ team: 'a,b', ...attributesOf(subject) });
        expect(merged).toContain('broken=%zz');
        expect(subjectOf({}, { OTEL_RESOURCE_ATTRIBUTES: merged })).toEqual(subject);
      })
    );
  });
});

it('a span is below the one it was called in, or begins a trace', () => {
  const below = newPlace(`00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`);
  expect(below).toMatchObject({ traceId: '1'.repeat(32), parentSpanId: '2'.repeat(16) });
  expect(traceparentOf(below)).toBe(`00-${'1'.repeat(32)}-${below.spanId}-01`);
  for (const bad of [undefined, 'nonsense', `00-${'0'.repeat(32)}-${'2'.repeat(16)}-01`]) {
    expect(newPlace(bad).parentSpanId).toBeUndefined();
  }
});

it('a name holds no argument that could be a secret', () => {
  expect(commandName(['/usr/bin/task-master', 'expand', '--all'])).toBe('task-master expand');
  expect(commandName(['git', '--token=hunter2', 'push'])).toBe('git');
  expect(commandName(['vault', 'hunter2'])).toBe('vault');
  expect(commandName(['npm', 'Hunter2'])).toBe('npm');
});

describe('records', () => {
  const context = {
    captureContents: false,
    userId: 'off',
    projectOf: () => undefined,
    memory: createMemory(),
  } as const;
  const decode = (door: 'events' | 'otlp-traces', body: unknown) =>
    decodeDoor(
      door,
      Buffer.from(JSON.stringify(body)),
      { contentType: 'application/json', receivedAt: 1_790_000_010_000 },
      context
    );

  it('are taken by the doors they are meant for', () => {
    const end = { exitCode: 137, signal: 'SIGKILL' as const };
    const taken = decode('events', [startedEvent(measured), ...endedRecords(measured, end, 1_790_000_004_000)]);
    expect(taken.rejected).toEqual([]);
    expect(taken.events.map(({ type, taskId, attempt, run }) => [type, taskId, attempt, run])).toEqual([
      ['command.started', '5.2', 2, 'r1'],
      ['command.ended', '5.2', 2, 'r1'],
    ]);
    expect(taken.logs).toMatchObject([
      { severity: 'error', body: 'npm test was ended by SIGKILL after 4.0 s', spanId: 'b'.repeat(16) },
    ]);
    const { spans, rejected } = decode('otlp-traces', spanBody(measured, end, 1_790_000_004_000, '1.0.0'));
    expect(rejected).toEqual([]);
    expect(spans).toMatchObject([
      { name: 'npm test', parentSpanId: 'c'.repeat(16), origin: { taskId: '5.2', run: 'r1' } },
    ]);
  });
});

describe('outbox', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'outbox-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps what was not taken, in order', async () => {
    keep(folder, 'events', ['one']);
    keep(folder, 'events', ['two']);
    const seen: string[] = [];
    const refused = await sendKept(folder, async (_door, body) => {
      seen.push(body);
      return Promise.resolve(body === '["one"]');
    });
    expect([refused, seen]).toEqual([false, ['["one"]', '["two"]']]);
    expect(readdirSync(join(folder, 'events'))).toHaveLength(1);
    expect(await sendKept(folder, async () => Promise.resolve(true))).toBe(true);
    expect(readdirSync(join(folder, 'events'))).toEqual([]);
  });
});
