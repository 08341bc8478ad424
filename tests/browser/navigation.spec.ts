import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { projectLink, projectsLink, setUpLink } from '../../contract/app-links.ts';
import { type FakeService, goldenFrames } from './support/fake-service.ts';
import { assertAccessible, assertNoSidewaysScroll, GOLDEN_RANGE, open, until } from './support/open.ts';
import { settled } from './support/picture.ts';

const overview = `/d/overview?${GOLDEN_RANGE}`;
const path = (address: string) => new URL(address).pathname;
const PROJECTS = goldenFrames('projects')[0]!;
const idOf = (row: number) => String(PROJECTS.data.values[0]![row]);

/** The golden projects, of which only the first has tasks. */
function oneProject(service: FakeService) {
  service.answers.set('projects', () => {
    const [frame] = goldenFrames('projects');
    const tasks = frame!.schema.fields.findIndex(({ name }) => name === 'tasks');
    frame!.data.values[tasks] = frame!.data.values[tasks]!.map((count, row) => (row === 0 ? count : 0));
    return { status: 200, frames: [frame!] };
  });
}

describe('navigation of the page', () => {
  it('opens the only project with tasks, or the list of all', async () => {
    await open({ path: '/', prepare: oneProject }, async ({ page }) => {
      await page.waitForURL(`**${projectLink(idOf(0))}`);
    });
    await open({ path: '/' }, async ({ page }) => {
      await page.waitForURL(`**${projectsLink()}`);
      await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    });
  });

  it('goes from page to page without loading anew, marks where it is, and goes back', async () => {
    await open({ path: overview }, async ({ page }) => {
      await page.evaluate(() => Object.assign(window, { same: true }));
      const nav = page.getByRole('navigation', { name: 'Pages and dashboards' });
      const current = nav.locator('[aria-current=page]');
      assert.equal(await current.textContent(), 'Overview');
      await nav.getByRole('link', { name: 'Dependency graph' }).click();
      await page.getByRole('heading', { name: 'Dependency graph', level: 1 }).waitFor();
      assert.equal(path(page.url()), '/d/dependency-graph');
      assert.equal(await current.textContent(), 'Dependency graph');
      await nav.getByRole('link', { name: 'Projects' }).click();
      await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
      await until('the title follows', async () => (await page.title()).startsWith('Projects'));
      await page.goBack();
      await page.goBack();
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
      assert.equal(await page.evaluate(() => 'same' in window), true);
    });
  });

  it('shows the way to a page of the app, and leads back along it', async () => {
    await open({ path: projectLink(idOf(0)) }, async ({ page }) => {
      const way = page.getByRole('navigation', { name: 'Breadcrumbs' });
      await way.getByRole('link', { name: 'Projects' }).click();
      await page.waitForURL(`**${projectsLink()}`);
    });
  });

  it('is used with the keyboard', async () => {
    await open({ path: setUpLink() }, async ({ page }) => {
      const link = page.getByRole('link', { name: 'Overview' });
      await link.focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/d/**');
    });
  });

  it('is a menu on a telephone', async () => {
    await open({ path: overview, width: 390, height: 844, touch: true }, async ({ page }) => {
      await page.getByText('31.6').waitFor();
      const menu = page.getByRole('dialog', { name: 'Menu' });
      await page.getByRole('button', { name: /^Menu/ }).tap();
      await menu.getByRole('link', { name: 'Overview' }).waitFor();
      const heights = await menu.getByRole('link').evaluateAll((all) => all.map((one) => one.clientHeight));
      assert.ok(Math.min(...heights) >= 44, `targets are ${Math.min(...heights)} px high`);
      await settled(page, menu);
      await assertAccessible(page);
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: /^Menu/ }).tap();
      await menu.getByRole('link', { name: 'Execution timeline' }).tap();
      await page.getByRole('heading', { name: 'Execution timeline', level: 1 }).waitFor();
      await menu.waitFor({ state: 'hidden' });
      await assertNoSidewaysScroll(page);
    });
  });

  it('offers to log in where only looking is free, and lets go again', async () => {
    await open({ path: overview }, async ({ page }) => {
      await page.getByText('31.6').waitFor();
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('Changing something needs the control token').waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('31.6').waitFor();
    });
  });
});
