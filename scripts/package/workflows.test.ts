import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, { steps: Step[]; needs?: string | string[]; 'timeout-minutes'?: number }>;
}

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const { jobs, permissions } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('pins every action by its commit, and names the version beside it', () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(0);
    uses.forEach((action) => expect(action).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/));
    expect(text.match(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm)).toHaveLength(uses.length);
  });

  it('may only read unless a job says more, ends in time, and knows the jobs it waits for', () => {
    expect(permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      [job.needs ?? []].flat().forEach((name) => expect(jobs).toHaveProperty(name));
    }
  });

  it('runs what is there', () => {
    const commands = steps.map((step) => step.run ?? '').join('\n');
    for (const [, name = ''] of commands.matchAll(/npm run ([\w:]+)/g)) {
      expect(scripts, name).toHaveProperty(name);
    }
    for (const [, path = ''] of commands.matchAll(/(?:^|[\s&])node ((?:scripts|tests)\/[\w/.-]+)/gm)) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
    for (const path of text.match(/plugins\/datasource\/go\.\w+/g) ?? []) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });
});
