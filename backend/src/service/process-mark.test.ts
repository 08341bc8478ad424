import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/service.ts';
import { readServiceFile, SERVICE_FILE, writeServiceFile } from './data-folder.ts';
import { processMark } from './process-mark.ts';

const content = { pid: process.pid, url: 'http://127.0.0.1:1', version: '1', startedAt: 1 };

describe.runIf(process.platform === 'linux')('a process', () => {
  it('is told from another one, and from one that has ended', async () => {
    const child = spawn('sleep', ['60']);
    const mark = processMark(child.pid!);
    expect(mark).toMatch(/^\d+$/);
    expect(mark).not.toBe(processMark(process.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(processMark(child.pid!)).toBeUndefined();
  });

  it('that has ended and is still listed is none', async () => {
    // The shell becomes a sleep that never asks after its child, which stays listed.
    const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(String(line).trim());
    await vi.waitFor(() => expect(processMark(child)).toBeUndefined(), 8000);
    expect(() => process.kill(child, 0)).not.toThrow();
    parent.kill('SIGKILL');
  });
});

describe('the file a service leaves', () => {
  it('counts while that very process runs', () => {
    const folder = temporaryFolder();
    writeServiceFile(folder, content);
    expect(readServiceFile(folder)).toMatchObject(content);
    writeFileSync(join(folder, SERVICE_FILE), JSON.stringify({ ...content, mark: 'of another process' }));
    expect(readServiceFile(folder)).toBeUndefined();
    writeFileSync(join(folder, SERVICE_FILE), JSON.stringify({ ...content, pid: 'x' }));
    expect(readServiceFile(folder)).toBeUndefined();
  });
});
