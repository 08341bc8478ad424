import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Locator, type Page } from 'playwright-core';
import { difference, pictureOf, settled } from '../browser/support/picture.ts';
import { until } from '../browser/support/open.ts';
import { open, type OpenOptions, shoot } from './support/open.ts';
import { GOLDEN, GOLDEN_NOW, goldenGraph, goldenTimeline, plotOf, rested, stageOf } from './support/panels.ts';

const edit: OpenOptions = { search: 'editPanel=1', now: GOLDEN_NOW, width: 1600, height: 1000 };

/** Shows one option alone in the editor's list, by its name. */
async function only(page: Page, name: string): Promise<void> {
  const search = page.getByPlaceholder('Search options');
  await search.fill('');
  await search.fill(name);
  await page.getByText(name, { exact: true }).first().waitFor();
}

/** Sets one option as its editor allows, and sees that the panel looks different afterwards. */
async function takesEffect(page: Page, panel: Locator, name: string, set: () => Promise<void>): Promise<void> {
  await only(page, name);
  const before = await settled(page, panel);
  await set();
  await until(`${name} takes effect`, async () => difference(before, await pictureOf(page, panel)) > 0.0004);
}

const press = (page: Page, value: string) => async () =>
  page
    .locator('[role="radiogroup"] label', { hasText: new RegExp(`^${value}$`) })
    .first()
    .click();
/** The one switch shown while an option is searched for. */
const flip = (page: Page) => async () =>
  page
    .locator('input[type="checkbox"][role="switch"] + label, [class*="switch"] input[type="checkbox"] + label')
    .last()
    .click();
const choose = (page: Page, value: string) => async () => {
  await page.getByRole('combobox').last().click();
  await page.getByText(value, { exact: true }).last().click();
};

describe('the options in Grafana’s panel editor', () => {
  it('are all there and take effect: dependency graph', async () => {
    await open({ panels: [goldenGraph()], ...GOLDEN }, edit, async (page) => {
      await rested(page, stageOf(page));
      const panel = page.getByTestId('dependency-graph');
      await shoot(page, 'editor-graph');
      await takesEffect(page, panel, 'Direction', press(page, 'Top down'));
      await takesEffect(page, panel, 'An edge starts at', press(page, 'What waits'));
      await takesEffect(page, panel, 'Subtasks', press(page, 'Folded'));
      for (const name of ['Fold finished branches', 'Hide finished tasks', 'Toolbar', 'Legend']) {
        await takesEffect(page, panel, name, flip(page));
      }
      for (const name of ['Overview map', 'Running tasks pulse']) {
        await only(page, name);
      }
      await shoot(page, 'editor-graph-changed');
    });
  });

  it('are all there and take effect: execution timeline', async () => {
    await open({ panels: [goldenTimeline()], ...GOLDEN }, edit, async (page) => {
      await rested(page, plotOf(page));
      const panel = page.locator('section', { has: plotOf(page) }).last();
      await shoot(page, 'editor-timeline');
      await takesEffect(page, panel, 'Row height', press(page, 'Small'));
      await takesEffect(page, panel, 'One row for each', press(page, 'Span'));
      await takesEffect(page, panel, 'Show', press(page, 'All data'));
      for (const name of ['Squeeze idle time', 'Labels on bars', 'Overview strip', 'Legend', 'Toolbar']) {
        await takesEffect(page, panel, name, flip(page));
      }
      await takesEffect(page, panel, 'Colour by', choose(page, 'Agent'));
      await takesEffect(page, panel, 'Group by', choose(page, 'Agent'));
      for (const name of ['Sort by', 'Levels open at first', 'Idle from (seconds)', 'Start', 'End', 'Parent id']) {
        await only(page, name);
      }
      await shoot(page, 'editor-timeline-changed');
      assert.ok(await plotOf(page).isVisible());
    });
  });
});
