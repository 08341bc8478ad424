import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notation } from '../../alerts/prometheus/notation.ts';
import { findPromtool } from '../../scripts/promtool.mjs';

const promtool = findPromtool();
const ROOT = join(import.meta.dirname, '..', '..');
const RULES = join(ROOT, 'deploy/prometheus/rules/taskmaster.yaml');
const TESTS = join(ROOT, 'deploy/prometheus/tests/taskmaster.yaml');

/** Needs promtool: `node scripts/promtool.mjs --fetch` brings it where it is missing. */
describe.skipIf(promtool === undefined)('rules for Prometheus', () => {
  it('are valid', () => {
    expect(execFileSync(promtool!, ['check', 'rules', RULES], { encoding: 'utf8' })).toMatch(
      /SUCCESS: \d+ rules found/
    );
  });

  it('fire and resolve, each of them', { timeout: 300_000 }, () => {
    const { status, stdout, stderr } = spawnSync(promtool!, ['test', 'rules', TESTS], { encoding: 'utf8' });
    expect(stdout + stderr).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('would not pass with another threshold', { timeout: 300_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
    const dull = readFileSync(RULES, 'utf8').replace(
      '(taskmaster_task_overrun_ratio) > 2',
      '(taskmaster_task_overrun_ratio) > 20'
    );
    writeFileSync(join(folder, 'rules.yaml'), dull);
    const tests = readFileSync(TESTS, 'utf8').replace('../rules/taskmaster.yaml', 'rules.yaml');
    const only =
      tests.slice(0, tests.indexOf('tests:\n') + 7) + tests.match(/ {2}- name: task-overrun\n(?: {4}.*\n)+/)![0];
    writeFileSync(join(folder, 'tests.yaml'), only);
    const { status, stdout, stderr } = spawnSync(promtool!, ['test', 'rules', join(folder, 'tests.yaml')], {
      encoding: 'utf8',
    });
    expect(stdout + stderr).toContain('FAILED');
    expect(status).not.toBe(0);
  });
});

describe('notation of samples', () => {
  it('is what promtool reads', () => {
    expect(notation([1, 1, 1, 2])).toBe('1+0x2 2');
    expect(notation([0, 4, 8, 8])).toBe('0+4x2 8');
    expect(notation([5, 4, 3])).toBe('5-1x2');
    expect(notation([undefined, undefined, 1])).toBe('_x2 1');
    expect(notation([1, undefined, undefined, 2])).toBe('1 stale _x1 2');
  });
});
