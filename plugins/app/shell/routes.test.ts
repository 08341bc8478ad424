import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  APP_ROOT,
  configurationLink,
  projectLink,
  projectsLink,
  runLink,
  setUpLink,
  taskLink,
} from '../../../contract/app-links.ts';
import { matchRoute } from './routes.ts';

const pathOf = (link: string) => link.split('?')[0] ?? '';
// What a link is given; Grafana's own place holders are filled in before anybody follows it, `.` and `..` are no names.
const name = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter((text) => !/\$\{|\{\{/.test(text) && text !== '.' && text !== '..');

describe('the router', () => {
  it('knows every address the app has links to', () => {
    expect(matchRoute(projectsLink())).toEqual({ page: 'projects' });
    expect(matchRoute(setUpLink())).toEqual({ page: 'set-up' });
    expect(matchRoute(configurationLink())).toEqual({ page: 'configuration' });
    fc.assert(
      fc.property(name, name, name, (project, second, third) => {
        expect(matchRoute(pathOf(projectLink(project, { task: '5' })))).toEqual({ page: 'run', project });
        expect(matchRoute(pathOf(runLink(project, second)))).toEqual({ page: 'run', project, run: second });
        const task = { page: 'task', project, tag: second, taskId: third };
        expect(matchRoute(pathOf(taskLink(project, second, third)))).toEqual(task);
      })
    );
  });

  it('opens the projects at the root, with and without a slash', () => {
    expect(matchRoute(APP_ROOT)).toEqual({ page: 'projects' });
    expect(matchRoute(`${APP_ROOT}/`)).toEqual({ page: 'projects' });
  });

  it('works below a sub-path', () => {
    expect(matchRoute(`/grafana${projectLink('a b')}`)).toEqual({ page: 'run', project: 'a b' });
  });

  it('says what it does not know', () => {
    for (const rest of [
      '/nowhere',
      '/projects/p/else',
      '/projects/p/runs/r/more',
      '/projects/p/tasks/t',
      '/set-up/x',
    ]) {
      expect(matchRoute(APP_ROOT + rest)).toEqual({ page: 'unknown', path: APP_ROOT + rest });
    }
  });

  it('leaves addresses of others alone', () => {
    for (const path of ['/', '/dashboards', '/a/another-app', `${APP_ROOT}-two/projects`]) {
      expect(matchRoute(path)).toBeUndefined();
    }
  });

  it('takes a stray per cent sign as it stands', () => {
    expect(matchRoute(runLink('p', 'newest'))).toEqual({ page: 'run', project: 'p' });
    expect(matchRoute(`${APP_ROOT}/projects/100%`)).toEqual({ page: 'run', project: '100%' });
  });
});
