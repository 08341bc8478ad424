import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { projectLink, runLink, taskLink } from '../../contract/app-links.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  open,
  type OpenOptions,
  type Opened,
  until,
} from './support/open.ts';
import { MidwaySample } from './support/midway-sample.ts';

let service: MidwaySample;
const withService = (options: OpenOptions, test: (opened: Opened) => Promise<void>) =>
  open({ api: service.url, ...options }, test);
const here = (selection = {}) => projectLink(service.project, selection);

/** The page is drawn: the answers, both pictures, and the list. */
async function drawn(page: Page) {
  await page.getByTestId('run-overview').waitFor();
  await page.getByTestId('dependency-graph').waitFor();
  await page.getByRole('application', { name: /Execution timeline of the run/ }).waitFor();
  await page.getByRole('table', { name: 'Tasks' }).getByText('Gift cards').waitFor();
}
const row = (page: Page, taskId: string) => page.locator(`tr[data-task="${taskId}"]`);
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const selected = (page: Page) => page.getByTestId('selected-task');

describe('the run page', () => {
  before(async () => {
    service = await MidwaySample.middle();
  });
  after(async () => service?.close());

  it('answers what runs, how far, until when, what next, what hangs and how much', async () => {
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'bookshop-api');
      const overview = page.getByTestId('run-overview');
      await overview.getByText('claude-code').first().waitFor();
      await overview.getByText(/of 36 tasks/).waitFor();
      await overview.getByText('likely, p50').waitFor();
      await overview.getByText('20 and 21 wait for each other', { exact: false }).waitFor();
      await overview.getByText('Waits for 27, which the task file does not have.').waitFor();
      assert.match(await overview.getByText(/^\$\d/).first().innerText(), /^\$\d+\.\d\d$/);
      assert.ok((await overview.getByRole('list', { name: 'Tasks that can start' }).getByRole('link').count()) > 0);
    });
  });

  it('shows a status changed in the task file, brought by the live channel', async () => {
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      const task = row(page, '15');
      await task.getByText('Pending').waitFor();
      // Long before anything is asked again by itself (30 s): the live channel brought it. `npm run bench:app` measures how fast.
      await service.setStatus(15, 'in-progress');
      await task.getByText('In progress').waitFor({ timeout: 10_000 });
      await page.getByTestId('run-overview').getByRole('link', { name: /^15 / }).waitFor();
      await service.setStatus(15, 'pending');
      await task.getByText('Pending').waitFor();
    });
  });

  it('lights what is selected in one view in all others, and Back takes it back', async () => {
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Show 10 in graph and timeline' }).click();
      await selected(page).getByText('Order history and invoices').waitFor();
      assert.equal(parameter(page, 'task'), '10');
      assert.equal(await row(page, '10').getAttribute('aria-selected'), 'true');

      const search = page.getByTestId('dependency-graph').getByPlaceholder('Find a task');
      await search.fill('Gift cards');
      await search.press('Enter');
      await selected(page).getByText('Gift cards').waitFor();
      assert.equal(parameter(page, 'task'), '20');
      assert.equal(await row(page, '20').getAttribute('aria-selected'), 'true');

      await page.goBack();
      await selected(page).getByText('Order history and invoices').waitFor();
      await page.goBack();
      await selected(page).waitFor({ state: 'detached' });
      assert.equal(parameter(page, 'task'), null);
    });
  });

  it('selects from the timeline', async () => {
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      const timeline = page.getByRole('region', { name: 'Timeline' });
      await timeline.getByRole('button', { name: 'Table' }).click();
      await timeline
        .getByRole('button', { name: /4 Catalogue endpoints/ })
        .first()
        .click();
      await selected(page).getByText('Catalogue endpoints').waitFor();
      assert.equal(parameter(page, 'task'), '4');
    });
  });

  it('drills down to a task and comes back', async () => {
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      await row(page, '4').getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: '4 Catalogue endpoints' }).waitFor();
      assert.equal(new URL(page.url()).pathname, taskLink(service.project, 'master', '4'));
      await page.goBack();
      await drawn(page);
    });
  });

  it('opens with what its address selects', async () => {
    const path = `${here({ task: '7' })}&section=tasks&show=done&sort=-cost`;
    await withService({ path }, async ({ page }) => {
      await selected(page).getByText('Shopping cart').waitFor();
      await page.getByRole('button', { name: /^Done/, pressed: true }).waitFor();
      const cost = page.getByRole('columnheader', { name: /Cost/ });
      assert.equal(await cost.getAttribute('aria-sort'), 'descending');
      await page.getByRole('tab', { name: /Cost/ }).click();
      await page.getByRole('list', { name: 'By task' }).getByRole('link').first().waitFor();
      assert.equal(parameter(page, 'section'), 'cost');
      await page
        .getByRole('list', { name: 'By model' })
        .getByText(/claude-/)
        .first()
        .waitFor();
    });
  });

  it('lists events as they come, and filters them', async () => {
    await withService({ path: `${here()}?section=events` }, async ({ page }) => {
      const events = page.getByRole('list', { name: /^Events/ });
      await events.getByRole('listitem').first().waitFor();
      await page.getByRole('combobox', { name: /^Show/ }).selectOption('work');
      await until('only work is listed', async () => (await events.getByText(/Session|used/).count()) === 0);
      await service.setStatus(18, 'in-progress');
      await events.getByText(/18 Accessibility.*pending → in-progress/).waitFor();
      await service.setStatus(18, 'pending');
      await events
        .getByText(/18 Accessibility.*in-progress → pending/)
        .first()
        .waitFor();
    });
  });

  it('says what makes checkpoints', async () => {
    await withService({ path: `${here()}?section=checkpoints` }, async ({ page }) => {
      await page
        .getByText('Checkpoints are saved of runs that “taskmaster-observe execute” works on', { exact: false })
        .waitFor();
    });
  });

  it('shows a run that is over as a summary', async () => {
    const runs = await service.get<Array<{ id: string; state: string; source: string }>>(
      `runs?project=${service.project}`
    );
    const over = runs.find(({ state, source }) => state === 'closed' && source !== 'git')!;
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      await page.getByRole('combobox', { name: /^Run/ }).selectOption(over.id);
      await page.getByRole('heading', { level: 1, name: /^Run of/ }).waitFor();
      assert.equal(new URL(page.url()).pathname, runLink(service.project, over.id));
      await page.getByRole('heading', { name: 'Slowest chain' }).waitFor();
      await page.getByRole('list', { name: 'Tasks of the slowest chain' }).getByRole('link').first().waitFor();
      await page.getByRole('heading', { name: 'Failed attempts' }).waitFor();
      await page.goBack();
      await drawn(page);
    });
  });

  it('changes the tag', async () => {
    await withService({ path: here() }, async ({ page }) => {
      await drawn(page);
      await page.getByRole('combobox', { name: /^Tag/ }).selectOption('next-release');
      await row(page, '4').waitFor({ state: 'detached' });
      assert.equal(parameter(page, 'tag'), 'next-release');
    });
  });

  it('shows one part at a time on a telephone, a tap away, without sideways scroll', async () => {
    await withService({ path: here(), width: 390, height: 844, touch: true }, async ({ page }) => {
      await page.getByTestId('run-overview').waitFor();
      for (const name of [/Now/, /Graph/, /Timeline/, /Tasks/, /Events/, /Checkpoints/, /Cost/]) {
        await page.getByRole('tab', { name }).tap();
        await page.getByRole('tab', { name, selected: true }).waitFor();
        await assertNoSidewaysScroll(page);
      }
      await page.getByRole('tab', { name: /Tasks/ }).tap();
      await row(page, '4').getByRole('link').waitFor();
      const small = await page.locator('main :is(a, button, select, input, summary):visible').evaluateAll((all) =>
        all
          .map((one) => ({ one, box: one.getBoundingClientRect() }))
          .filter(({ box }) => box.height > 0 && box.height < 43.5)
          .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${box.height}`)
      );
      assert.deepEqual(
        small.filter((text) => !text.includes('Breadcrumb') && !/href="[^"]*\/projects"/.test(text)),
        []
      );
      await row(page, '4').getByRole('link').tap();
      await page.getByRole('heading', { level: 1, name: '4 Catalogue endpoints' }).waitFor();
      await assertNoSidewaysScroll(page);
    });
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has nothing axe calls serious, ${scheme}`, async () => {
      await withService({ path: here({ task: '7' }), scheme, height: 1400 }, async ({ page }) => {
        await drawn(page);
        await assertAccessible(page);
        for (const name of [/Events/, /Checkpoints/, /Cost/]) {
          await page.getByRole('tab', { name }).click();
          await page.getByRole('tab', { name, selected: true }).waitFor();
          await assertAccessible(page);
        }
      });
    });
  }

  it('says that a project or a run is not known', async () => {
    await withService({ path: projectLink('nobody') }, async ({ page, expect }) => {
      expect(404);
      await page.getByRole('heading', { name: 'This project is not known here' }).waitFor();
      await page.getByRole('link', { name: 'All projects' }).waitFor();
    });
    await withService({ path: runLink(service.project, 'nothing') }, async ({ page, expect }) => {
      expect(404);
      await page.getByRole('heading', { name: 'This run is not known here' }).waitFor();
      await page.getByRole('link', { name: 'The project as it is now' }).click();
      await drawn(page);
    });
  });

  it('says how old it is while the service is away, and goes on by itself', async () => {
    await open({ api: service.url, path: here() }, async ({ page, expect, problems }) => {
      expect(502, 503);
      await drawn(page);
      await service.end();
      await page.getByRole('button', { name: 'Show 10 in graph and timeline' }).click();
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.getByText('What you see is from', { exact: false }).first().waitFor();
      await drawn(page);
      await service.start();
      await page
        .getByText('What you see is from', { exact: false })
        .first()
        .waitFor({ state: 'detached', timeout: 30_000 });
      problems.length = 0; // refused requests while it was away are what this is about
    });
  });

  it('says that the project was removed while it was open', async () => {
    await withService({ path: here() }, async ({ page, expect }) => {
      expect(404);
      await drawn(page);
      await service.purge();
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.getByRole('heading', { name: 'This project is not known here' }).waitFor();
    });
  });
});
