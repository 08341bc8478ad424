import { describe, expect, it } from 'vitest';
import { entryOf, pagesOf } from './nav-entries.ts';

const page = (name: string, path: string, more = {}) => ({ type: 'page', name, path, addToNav: true, ...more });

describe('pages of the navigation', () => {
  const includes = [
    page('Projects', '/a/%PLUGIN_ID%/projects'),
    page('Hidden', '/a/x/hidden', { addToNav: false }),
    page('Configuration', '/a/x/configuration', { role: 'Admin' }),
    { type: 'panel', name: 'Graph', path: 'panel/graph/plugin.json' },
  ];

  it('are what plugin.json lists, as far as the reader may go', () => {
    expect(pagesOf(includes, 'Viewer', 'x')).toEqual([{ text: 'Projects', url: '/a/x/projects' }]);
    expect(pagesOf(includes, 'Admin', 'x').map(({ text }) => text)).toEqual(['Projects', 'Configuration']);
  });
});

describe('the current entry', () => {
  const entries = [
    { text: 'App', url: '/a/x' },
    { text: 'Projects', url: '/a/x/projects' },
    { text: 'Run', url: '/d/run' },
  ];

  it.each([
    ['/a/x/projects/shop/runs/1', 'Projects'],
    ['/a/x/projects', 'Projects'],
    ['/a/x/set-up', 'App'],
    ['/d/run/title', 'Run'],
    ['/d/runner', undefined],
  ])('of %s is %s', (path, text) => {
    expect(entryOf(entries, path)?.text).toBe(text);
  });
});
