import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { configurationLink, projectLink, projectsLink, setUpLink } from '../../contract/app-links.ts';
import { type FakeService, type Query } from './support/fake-service.ts';
import { bad, changedRows, good } from './support/frames.ts';
import { assertAccessible, assertNoSidewaysScroll, GOLDEN_NOW, open, type OpenOptions, until } from './support/open.ts';

const PHONE = { width: 390, height: 844, touch: true } as const;
const at = (path: string, more: OpenOptions = {}): OpenOptions => ({ path, now: GOLDEN_NOW, ...more });
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const rows = (page: Page) => page.getByRole('table', { name: 'Projects' }).getByRole('row');
const nothing = (service: FakeService) =>
  service.answers.set('projects', () => good(changedRows('projects', () => undefined)));

/** Opens an event answer that has only what comes from now on, once `come` is called. */
function eventsToCome(service: FakeService, source: string) {
  let come = false;
  service.answers.set('events', ({ query }: Query) => {
    const wanted = (query.sources as string[] | undefined) ?? [];
    const mine = come && wanted.includes(source);
    return good(changedRows('events', (row, index) => (mine && index === 0 ? { ...row, source } : undefined)));
  });
  return () => {
    come = true;
  };
}

/** Takes out of a page's problems what the test brought about itself. */
function forget(problems: string[], which: RegExp) {
  problems.splice(0, problems.length, ...problems.filter((one) => !which.test(one)));
}

/** Whatever can be tapped, and is smaller than a finger. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.locator('main').evaluate((main) =>
    [...main.querySelectorAll('a, button, select, input, summary')].flatMap((one) => {
      // A link that covers its whole row is as big as the row.
      const cover = getComputedStyle(one, '::after');
      const box = cover.position === 'absolute' ? one.closest('[role=row]')! : one;
      const { width, height } = box.getBoundingClientRect();
      const inText = one.tagName === 'A' && one.closest('nav') !== null; // breadcrumbs, the host's own
      return inText || (width >= 43.5 && height >= 43.5) || width === 0
        ? []
        : [`${one.tagName} "${one.textContent?.slice(0, 30)}" ${Math.round(width)} × ${Math.round(height)}`];
    })
  );
}

describe('projects', () => {
  it('shows what runs, how far, until when, what it cost and what is wrong; what needs attention first', async () => {
    await open(at(projectsLink()), async ({ page }) => {
      await rows(page).nth(2).waitFor();
      const [, first, second] = await rows(page).allInnerTexts();
      assert.match(first!, /old-notes[\s\S]*Cannot be read[\s\S]*tasks\.json is not JSON/);
      assert.match(
        second!,
        /bookshelf[\s\S]*Working[\s\S]*Write endpoints with validation[\s\S]*backend-agent · \d+ min/
      );
      assert.match(second!, /32 %[\s\S]*6 of 19[\s\S]*in \d h[\s\S]*\$2\.71[\s\S]*30 s ago/);
      await page.getByRole('list', { name: 'All projects together' }).getByText('2 tasks running').waitFor();
    });
  });

  it('asks everything in one request', async () => {
    await open(at(projectsLink()), async ({ page, service }) => {
      await rows(page).nth(2).waitFor();
      assert.deepEqual(
        new Set(service.asked.map(({ refId, queryType }) => `${refId} ${queryType}`)),
        new Set(['A projects', 'B status'])
      );
    });
  });

  it('leads to a project, by its name, by keyboard, and from a running task to that task', async () => {
    await open(at(projectsLink()), async ({ page, service }) => {
      const name = page.getByRole('link', { name: 'bookshelf', exact: true });
      await name.focus();
      await page.keyboard.press('Enter');
      await until('the project is open', () => new URL(page.url()).pathname === projectLink('bookshelf-1a2b3c4d'));
      await page.goBack();
      await page.getByRole('link', { name: 'Write endpoints with validation' }).click();
      await until('the task is open', () => page.url().endsWith('/projects/bookshelf-1a2b3c4d/tasks/master/3.2'));
      assert.ok(service.asked.length > 0);
    });
  });

  it('keeps search and order in the address, and says when nothing is found', async () => {
    await open(at(projectsLink()), async ({ page, problems }) => {
      await page.getByRole('searchbox', { name: 'Search projects' }).fill('pages-agent');
      await until('one project is left', async () => (await rows(page).count()) === 2);
      assert.equal(parameter(page, 'search'), 'pages-agent');
      await page.getByRole('combobox', { name: 'Sort by' }).selectOption('name');
      assert.equal(parameter(page, 'sort'), 'name');
      await page.reload();
      await until('it is the same after a reload', async () => (await rows(page).count()) === 2);
      await page.getByRole('searchbox').fill('no such thing');
      await page.getByRole('button', { name: 'Show all' }).click();
      await until('all are there', async () => (await rows(page).count()) === 3);
      forget(problems, /logo\.svg net::ERR_ABORTED/); // the page was left while it was on its way
    });
  });

  it('leads to Set-up where there is no project', async () => {
    await open(at(projectsLink(), { prepare: nothing }), async ({ page }) => {
      await page.getByRole('heading', { name: 'No project is followed yet' }).waitFor();
      await page.locator('main').getByRole('link', { name: 'Set up a project' }).last().click();
      await page.getByRole('heading', { name: 'The service' }).waitFor();
    });
  });

  it('lists projects without tasks apart', async () => {
    const prepare = (service: FakeService) => {
      const empty = { tasks: 0, finished: 0, progress: 0, state: 'missing' };
      const answer = changedRows('projects', (row, index) => (index === 1 ? { ...row, ...empty } : row));
      service.answers.set('projects', () => good(answer));
    };
    await open(at(projectsLink(), { prepare }), async ({ page }) => {
      await page.getByRole('heading', { name: 'Followed, without tasks' }).waitFor();
      await page.getByRole('link', { name: 'old-notes' }).waitFor();
      assert.equal(await rows(page).count(), 2);
    });
  });

  it('says why it cannot show them, and recovers by itself', async () => {
    const prepare = (service: FakeService) => service.answers.set('projects', bad('The journal cannot be read now'));
    await open(at(projectsLink(), { prepare }), async ({ page, service }) => {
      const alert = page.getByRole('alert').filter({ hasText: 'The projects cannot be shown' });
      await alert.getByText('The journal cannot be read now.').waitFor();
      service.answers.delete('projects');
      await rows(page).nth(2).waitFor();
    });
  });

  it('keeps what it has when a later answer fails, says from when it is, and recovers', async () => {
    await open(at(projectsLink()), async ({ page, service }) => {
      await rows(page).nth(2).waitFor();
      service.answers.set('projects', bad('The service is overloaded'));
      service.push('projects', 'task.changed');
      const note = page.getByText(/What you see is from .* The service is overloaded\./);
      await note.waitFor();
      assert.equal(await rows(page).count(), 3);
      service.answers.delete('projects');
      await page.getByRole('button', { name: 'Ask now' }).click();
      await note.waitFor({ state: 'detached' });
    });
  });

  it('says that the browser is offline, and goes on when it is back', async () => {
    await open(at(projectsLink()), async ({ page, problems }) => {
      await rows(page).nth(2).waitFor();
      await page.context().setOffline(true);
      await page.getByText(/This browser is offline/).waitFor();
      await page.context().setOffline(false);
      await page.getByText(/This browser is offline/).waitFor({ state: 'detached' });
      forget(problems, /INTERNET_DISCONNECTED/);
    });
  });

  it('shows a change in under a second', async () => {
    await open(at(projectsLink()), async ({ page, service }) => {
      await rows(page).nth(2).waitFor();
      await until('the page listens', () => service.listening('projects') > 0);
      assert.equal(service.listening('projects'), 1, 'one stream for everything on the page');
      // The best of a few: the machine has other things to do as well.
      const times: number[] = [];
      do {
        const finished = 10 + times.length;
        service.answers.set('projects', () => good(changedRows('projects', (row) => ({ ...row, finished }))));
        const from = performance.now();
        service.push('projects', 'task.changed');
        await page.getByText(`${finished} of 19`).waitFor();
        times.push(Math.round(performance.now() - from));
      } while (Math.min(...times) >= 1000 && times.length < 5);
      assert.ok(Math.min(...times) < 1000, `it took ${times.join(', ')} ms`);
    });
  });

  it('shows text as text', async () => {
    const name = '<img src=x onerror="document.title=1"><b>bold</b>';
    const prepare = (service: FakeService) =>
      service.answers.set('projects', () => good(changedRows('projects', (row) => ({ ...row, name, problem: name }))));
    await open(at(projectsLink(), { prepare }), async ({ page }) => {
      await page.getByRole('link', { name }).first().waitFor();
      assert.equal(await page.locator('main img[src=x], main table b').count(), 0);
    });
  });
});

describe('set-up', () => {
  it('makes the commands for this service and this folder', async () => {
    await open(at(setUpLink()), async ({ page, origin }) => {
      await page.getByText('The service answers.').waitFor();
      await page.getByLabel('Folder of the project').fill("/home/dev/my shop's");
      const command = page.getByLabel('the command that connects Claude Code', { exact: true });
      assert.equal(
        await command.innerText(),
        `taskmaster-observe monitor-init --url ${origin} '/home/dev/my shop'\\''s'`
      );
      await page.getByText('Only OpenTelemetry').click();
      const lines = await page.getByLabel('the environment variables', { exact: true }).innerText();
      assert.ok(lines.includes(`export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}`));
      await page.getByLabel(/^Address of the service/).fill('nowhere');
      await page.getByText('Give an address such as').waitFor();
    });
  });

  it('copies', async () => {
    await open(at(setUpLink()), async ({ page, origin }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
      await page.getByRole('button', { name: 'Copy the command that follows the project' }).click();
      await page.getByText('Copied').waitFor();
      const copied = await page.evaluate('navigator.clipboard.readText()');
      assert.equal(copied, 'taskmaster-observe up --detach --project /path/to/project');
    });
  });

  it('waits for the first event, shows it as it comes, and leads to the project', async () => {
    let come = () => {};
    const prepare = (service: FakeService) => {
      come = eventsToCome(service, 'hook');
    };
    await open(at(setUpLink(), { prepare }), async ({ page, service }) => {
      await page.getByText('Waiting for the next event').waitFor();
      const hooks = page
        .getByRole('list', { name: 'Sources' })
        .getByRole('listitem')
        .filter({ hasText: 'Claude Code hooks' });
      await hooks.getByText('Not yet').waitFor();
      await until('the page listens', () => service.listening('projects') > 0);
      come();
      service.push('projects', 'session.started');
      await page.getByText(/First event from Claude Code hooks at/).waitFor();
      await hooks.getByText('Connected').waitFor();
      await page.getByRole('link', { name: 'Open bookshelf' }).click();
      await until('the project is open', () => new URL(page.url()).pathname === projectLink('bookshelf-1a2b3c4d'));
    });
  });

  it('keeps the chosen project in the address', async () => {
    await open(at(setUpLink()), async ({ page }) => {
      await page.getByRole('combobox', { name: 'Project' }).selectOption({ label: 'bookshelf' });
      assert.equal(parameter(page, 'project'), 'bookshelf-1a2b3c4d');
      await page.getByText('/home/dev/bookshelf is followed, with 19 tasks to count.').waitFor();
      await page.goBack();
      await page.getByLabel('Folder of the project').waitFor();
    });
  });
});

describe('configuration', () => {
  it('says where the service is, and that this page keeps no settings', async () => {
    await open(at(configurationLink()), async ({ page, origin }) => {
      await page.getByText('The service answers.').waitFor();
      await page.getByText(origin, { exact: true }).waitFor();
      await page.getByText('This page keeps no settings', { exact: false }).waitFor();
    });
  });

  it('says who is logged in, and logs out', async () => {
    const prepare = (service: FakeService) => {
      service.token = 'the token';
    };
    await open(at(configurationLink(), { prepare }), async ({ page, expect, origin, problems }) => {
      expect(401, 404);
      await page.context().addCookies([{ name: 'token', value: 'known', url: origin }]);
      await page.reload();
      await page.getByText('This browser is logged in').waitFor();
      await page.locator('main').getByRole('button', { name: 'Log out' }).click();
      await page.getByText(/logout here/).waitFor(); // the service that stands in knows no log-out, and that is said
      forget(problems, /ERR_ABORTED/); // the page was left while it was on its way
    });
  });
});

describe('every page of the app', () => {
  it('says where there is none', async () => {
    await open(at(`${projectsLink()}/x/nothing/here`), async ({ page }) => {
      await page.getByText('Nothing is at').waitFor();
      await page.getByRole('link', { name: 'All projects' }).click();
      await rows(page).nth(2).waitFor();
    });
  });

  const PAGES: Array<[name: string, path: string, ready: string]> = [
    ['projects', projectsLink(), 'Write endpoints with validation'],
    ['set-up', setUpLink(), 'The service answers.'],
    ['configuration', configurationLink(), 'Where things are set'],
  ];
  for (const [name, path, ready] of PAGES) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`${name}: nothing axe calls serious, ${scheme}`, async () => {
        await open(at(path, { scheme, reducedMotion: true }), async ({ page }) => {
          await page.getByText(ready).first().waitFor();
          await assertAccessible(page);
        });
      });
    }

    it(`${name}: fits a telephone, with targets for fingers`, async () => {
      await open(at(path, { ...PHONE, reducedMotion: true }), async ({ page }) => {
        await page.getByText(ready).first().waitFor();
        await assertNoSidewaysScroll(page);
        assert.deepEqual(await smallTargets(page), []);
        await assertAccessible(page);
      });
    });
  }
});
