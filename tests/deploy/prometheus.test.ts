import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findPromtool } from '../../scripts/promtool.mjs';

const promtool = findPromtool();
const FOLDER = resolve(import.meta.dirname, '../../deploy/prometheus');
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

function run(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(promtool!, args, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/** Needs promtool: `node scripts/promtool.mjs --fetch` brings it where it is missing. */
describe.skipIf(promtool === undefined)('deploy/prometheus', () => {
  it('is a configuration Prometheus takes', () => {
    const { status, said } = run('check', 'config', '--syntax-only', join(FOLDER, 'prometheus.yaml'));
    expect(said).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('records what was added, exactly', { timeout: 120_000 }, () => {
    const { status, said } = run('test', 'rules', join(FOLDER, 'tests/recording.yaml'));
    expect(said).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('would not, were the first sample of a session left out', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'recording-'));
    const dull = read('rules/recording.yaml').replace(
      /or\n +\(claude_code_token_usage_tokens_total unless [^\n]+\n/,
      '\n'
    );
    expect(dull).not.toBe(read('rules/recording.yaml'));
    writeFileSync(join(folder, 'rules.yaml'), dull);
    writeFileSync(
      join(folder, 'tests.yaml'),
      read('tests/recording.yaml').replace('../rules/recording.yaml', 'rules.yaml')
    );
    expect(run('test', 'rules', join(folder, 'tests.yaml'))).toMatchObject({
      status: 1,
      said: expect.stringContaining('FAILED'),
    });
    rmSync(folder, { recursive: true });
  });

  it('proves every rule it records', () => {
    const { groups } = parse(read('rules/recording.yaml')) as { groups: Array<{ rules: Array<{ record: string }> }> };
    const names = groups.flatMap(({ rules }) => rules.map(({ record }) => record));
    expect(names.length).toBeGreaterThan(8);
    names.forEach((name) => expect(read('tests/recording.yaml')).toContain(name));
  });

  it('looks as often as the specification asks, at a job the rules know', () => {
    const { global, scrape_configs: jobs } = parse(read('prometheus.yaml')) as {
      global: Record<string, string>;
      scrape_configs: Array<{ job_name: string; scrape_interval?: string }>;
    };
    const intervals = new Map(jobs.map((job) => [job.job_name, job.scrape_interval ?? global['scrape_interval']]));
    expect(intervals.get('taskmaster')).toBe('15s');
    expect([...intervals].filter(([name]) => name !== 'taskmaster').every(([, every]) => every === '30s')).toBe(true);
  });
});
