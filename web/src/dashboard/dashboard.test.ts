import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDashboardFiles } from '../../../scripts/web/dashboard-files.ts';
import { channelOf, pauseOf } from './live-channels.ts';
import { readDashboard } from './model.ts';
import { variableProblems } from './problems.ts';

describe('reading a dashboard', () => {
  it.each([
    [[], /no JSON object/],
    [{ title: 'x' }, /"uid"/],
    [{ title: 'x', uid: 'x' }, /no list of "panels"/],
    [{ title: 'x', uid: 'x', panels: [{ type: 'text' }, {}] }, /Panel 2 .* has no "type"/],
  ])('says what is wrong with %j', (json, sentence) => {
    const result = readDashboard(json);
    expect('problem' in result ? result.problem : '').toMatch(sentence);
  });

  const root = resolve(import.meta.dirname, '../../..');
  const files = ['provisioning/dashboards', 'tests/fixtures/dashboards'].flatMap((folder) =>
    listDashboardFiles(join(root, folder)).map(({ file }) => join(folder, file))
  );
  it.each(files)('takes %s as it is shipped, with every variable it uses', (file) => {
    const result = readDashboard(JSON.parse(readFileSync(join(root, file), 'utf8')));
    expect(result).toHaveProperty('dashboard');
    expect('dashboard' in result ? variableProblems(result.dashboard, '') : []).toEqual([]);
  });
});

describe('live channels', () => {
  it('are as narrow as the query', () => {
    expect(channelOf({ queryType: 'tasks', project: 'p', run: 'r' })).toBe('run/r');
    expect(channelOf({ queryType: 'tasks', project: 'p' })).toBe('project/p');
    expect(channelOf({ queryType: 'tasks', project: '', run: '' })).toBe('projects');
  });

  it('re-read telemetry less often than the journal', () => {
    expect(pauseOf([{ queryType: 'logs' }])).toBeGreaterThan(pauseOf([{ queryType: 'logs' }, { queryType: 'tasks' }]));
  });
});
