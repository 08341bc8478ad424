import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDashboardFiles } from '../../../scripts/web/dashboard-files.ts';
import { type DashboardJson, readDashboard } from './model.ts';
import { withOwnLinks } from './own-links.ts';

const folder = resolve(import.meta.dirname, '../../../provisioning/dashboards');

describe('links of shipped dashboards on this page', () => {
  it.each(listDashboardFiles(folder).map(({ file }) => file))('%s leads nowhere into Explore', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const count = (of: string) => of.split('"url":"/').length;
    const before = JSON.stringify(JSON.parse(text));
    const after = readDashboard(JSON.parse(text));
    const shown = JSON.stringify('dashboard' in after ? after.dashboard : undefined);
    expect(shown).not.toContain('"url":"/explore');
    expect(count(before) - count(shown)).toBe(before.split('"url":"/explore').length - 1);
  });
});

it('takes them out of rows, panel headers, defaults and overrides, and leaves others', () => {
  const links = [
    { title: 'a', url: '/explore?panes=1' },
    { title: 'b', url: '/d/x' },
    { title: 'c', url: '/explored' },
  ];
  const panel = {
    type: 'table',
    links,
    fieldConfig: {
      defaults: { links },
      overrides: [{ matcher: { id: 'byName', options: 'x' }, properties: [{ id: 'links', value: links }] }],
    },
  };
  const dashboard: DashboardJson = { uid: 'u', title: 't', links, panels: [panel, { type: 'row', panels: [panel] }] };
  const text = JSON.stringify(withOwnLinks(dashboard));
  expect(text).not.toContain('/explore?');
  expect(text.split('"/d/x"').length - 1).toBe(7);
  expect(text.split('"/explored"').length - 1).toBe(7);
});
