import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Locator, type Page } from 'playwright-core';
import { type FakeService, goldenFrames } from './support/fake-service.ts';
import { assertAccessible, GOLDEN_NOW, GOLDEN_RANGE, open, until } from './support/open.ts';

const features = `/d/features?${GOLDEN_RANGE}`;
const PROJECT = String(goldenFrames('projects')[0]!.data.values[0]![0]);
const panel = (page: Page, title: string): Locator => page.getByTestId(`data-testid Panel header ${title}`);

function withoutTraces(service: FakeService) {
  service.answers.set('traces', () => ({ status: 200, frames: [] }));
}

describe('what a dashboard may hold', () => {
  it('repeats a panel and a row for every value, and again for others', async () => {
    await open({ path: features, height: 2000, prepare: withoutTraces }, async ({ page, service }) => {
      for (const kind of ['done', 'pending', 'in-progress']) {
        await panel(page, `Rows of ${kind}`).getByRole('table').waitFor();
        await page.getByText(`This is about ${kind}.`).waitFor();
        assert.ok(service.asked.some(({ query }) => query.search === `about ${kind}`));
      }
      const tops = await page
        .getByTestId(/Panel header Rows of/)
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
      assert.deepEqual([tops.length, new Set(tops).size], [3, 1], 'the clones stand beside each other');
      await page.goto(`${page.url().replace(/&?var-kind=[^&]*/g, '')}&var-kind=pending`);
      await page.getByText('This is about pending.').waitFor();
      assert.equal(await page.getByTestId(/Panel header Rows of/).count(), 1);
      assert.equal(await page.getByText('This is about done.').count(), 0);
    });
  });

  it('marks what happened meanwhile, until it is switched off', async () => {
    await open({ path: features, prepare: withoutTraces }, async ({ page }) => {
      const marks = panel(page, 'Over time').getByRole('img');
      await marks.first().waitFor({ state: 'attached' });
      assert.match((await marks.first().getAttribute('aria-label')) ?? '', /2026-11-20/);
      await page.getByText('Retries').first().click();
      await until('the marks are gone', async () => (await marks.count()) === 0);
    });
  });

  it('says in an empty panel what the dashboard says about it', async () => {
    await open({ path: features, prepare: withoutTraces }, async ({ page }) => {
      await panel(page, 'No source').getByText('Connect Claude Code: taskmaster-observe monitor-init').waitFor();
    });
  });

  it('has links that take variables and time range along', async () => {
    await open({ path: features, prepare: withoutTraces }, async ({ page }) => {
      const links = page.getByRole('navigation', { name: 'Links of this dashboard' });
      const graph = links.getByRole('link', { name: /^Graph of / });
      await until('the project is in the link', async () => {
        const href = new URL((await graph.getAttribute('href')) ?? '', page.url());
        return href.searchParams.get('var-project') === PROJECT && href.searchParams.has('from');
      });
      await links.getByRole('button', { name: 'All dashboards' }).click();
      await page.getByRole('menuitem', { name: 'Execution timeline' }).click();
      await page.getByRole('heading', { name: 'Execution timeline', level: 1 }).waitFor();
      assert.match(new URL(page.url()).searchParams.get('from') ?? '', /^(1795159800000|2026-11-20T07:30)/);
      await graph.waitFor({ state: 'detached' });
    });
  });

  it('offers the time in which something happened, where the one shown is quiet', async () => {
    const path = `/d/features?from=now-1h&to=now&timezone=utc`;
    const now = GOLDEN_NOW + 5 * 3_600_000;
    await open({ path, now, prepare: withoutTraces }, async ({ page }) => {
      await page.getByText(/^Nothing happened here in the time range shown/).waitFor();
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Show that time' }).click();
      await page.getByText(/^Nothing happened here/).waitFor({ state: 'detached' });
      const { searchParams } = new URL(page.url());
      assert.ok(Date.parse(searchParams.get('to') ?? '') < now - 4 * 3_600_000, 'the range has moved');
    });
  });

  it('says which variables the address names that are not there, and which values', async () => {
    const path = `${features}&var-nowhere=1&var-project=gone-12345678`;
    await open({ path, prepare: withoutTraces }, async ({ page }) => {
      await page.getByText('The address sets a variable this dashboard does not have: “nowhere”').waitFor();
      await page.getByText('Project “gone-12345678” is not among the choices').waitFor();
      await page.getByRole('button', { name: 'Show bookshelf' }).click();
      await page.getByText('is not among the choices').waitFor({ state: 'detached' });
      assert.equal(new URL(page.url()).searchParams.get('var-project'), PROJECT);
    });
  });
});
