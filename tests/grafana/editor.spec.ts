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
  await fieldOf(page, name).waitFor();
}

/** Sets one option as its editor allows, and sees that the panel looks different afterwards. */
async function takesEffect(page: Page, panel: Locator, option: string, set: () => Promise<void>): Promise<void> {
  await only(page, option);
  const before = await settled(page, panel);
  // How rows are made may only show in folded ones: then the picture's name tells their number.
  const name = async () => page.getByRole('application').first().getAttribute('aria-label');
  const named = await name();
  await set();
  await until(
    `${option} takes effect`,
    async () => difference(before, await pictureOf(page, panel)) > 0.0004 || (await name()) !== named
  );
}

/** The editor of one option; its label ends with the option's name. */
const fieldOf = (page: Page, name: string) =>
  page.locator(`[aria-label$=${JSON.stringify(` ${name} field property editor`)}]`).first();
const press = (page: Page, name: string, value: string) => async () =>
  fieldOf(page, name).getByText(value, { exact: true }).dispatchEvent('click');
const flip = (page: Page, name: string) => async () =>
  fieldOf(page, name).locator('label[for]').last().dispatchEvent('click');
const choose = (page: Page, name: string, value: string) => async () => {
  await fieldOf(page, name).getByRole('combobox').click({ force: true });
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
};

describe('the options in Grafana’s panel editor', () => {
  it('are all there and take effect: dependency graph', async () => {
    await open({ panels: [goldenGraph()], ...GOLDEN }, edit, async (page) => {
      await rested(page, stageOf(page));
      const panel = page.getByTestId('dependency-graph');
      await shoot(page, 'editor-graph');
      await takesEffect(page, panel, 'Direction', press(page, 'Direction', 'Top down'));
      await takesEffect(page, panel, 'An edge starts at', press(page, 'An edge starts at', 'What waits'));
      await takesEffect(page, panel, 'Subtasks', press(page, 'Subtasks', 'Folded'));
      for (const name of ['Fold finished branches', 'Hide finished tasks', 'Toolbar', 'Legend']) {
        await takesEffect(page, panel, name, flip(page, name));
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
      const panel = page.getByTestId('data-testid Panel header Timeline');
      await shoot(page, 'editor-timeline');
      await takesEffect(page, panel, 'Row height', press(page, 'Row height', 'Small'));
      await takesEffect(page, panel, 'One row for each', press(page, 'One row for each', 'Span'));
      await takesEffect(page, panel, 'Show', press(page, 'Show', 'All data'));
      for (const name of ['Squeeze idle time', 'Labels on bars', 'Overview strip', 'Legend', 'Toolbar']) {
        await takesEffect(page, panel, name, flip(page, name));
      }
      await takesEffect(page, panel, 'Colour by', choose(page, 'Colour by', 'Agent'));
      await takesEffect(page, panel, 'Group by', choose(page, 'Group by', 'Agent'));
      for (const name of ['Sort by', 'Levels open at first', 'Idle from (seconds)', 'Start', 'End', 'Parent id']) {
        await only(page, name);
      }
      await shoot(page, 'editor-timeline-changed');
      assert.ok(await plotOf(page).isVisible());
    });
  });
});
