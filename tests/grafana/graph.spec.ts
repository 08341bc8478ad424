import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { difference, settled } from '../browser/support/picture.ts';
import { until } from '../browser/support/open.ts';
import { GRAPH } from './support/grafana.ts';
import { open, shoot } from './support/open.ts';
import { goldenGraph, rested, stageOf } from './support/panels.ts';

const details = (page: Page) => page.getByTestId('dependency-graph-details');

async function find(page: Page, text: string) {
  const search = page.getByRole('textbox', { name: 'Find a task by id or title' });
  await search.fill(text);
  await search.press('Enter');
}

const override = (name: string, ...properties: Array<[string, unknown]>) => ({
  matcher: { id: 'byName', options: name },
  properties: properties.map(([id, value]) => ({ id, value })),
});

describe('the dependency graph in Grafana', () => {
  it('finds, opens details, walks by key, shows a table', async () => {
    await open({ panels: [goldenGraph({ gridPos: { x: 0, y: 0, w: 24, h: 22 } })] }, {}, async (page) => {
      await rested(page, stageOf(page));
      await find(page, 'Go live');
      await details(page)
        .getByText(/Waits for/)
        .first()
        .waitFor();
      await shoot(page, 'graph-details');
      const name = await details(page).getAttribute('aria-label');
      await stageOf(page).focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await until('another task is shown', async () => (await details(page).getAttribute('aria-label')) !== name);
      await page.keyboard.press('Escape');
      await details(page).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Table' }).click();
      await page.getByRole('table').getByText('Go live').first().waitFor();
      await shoot(page, 'graph-table');
    });
  });

  it('honours links, units, value mappings, colours and display names of fields', async () => {
    const fieldConfig = {
      defaults: {
        links: [
          { title: 'Ask for ${__data.fields.detail__taskId}', url: '/explore?task=${__data.fields.detail__taskId}' },
        ],
      },
      overrides: [
        override('status', [
          'mappings',
          [{ type: 'value', options: { done: { color: '#ff00ff', index: 0, text: 'Finished!' } } }],
        ]),
        override('progress', ['unit', 'percentunit'], ['displayName', 'How far']),
        override('detail__attempts', ['unit', 'suffix: tries']),
        override('detail__priority', [
          'mappings',
          [{ type: 'value', options: { high: { text: 'Urgent', index: 0 } } }],
        ]),
      ],
    };
    const gridPos = { x: 0, y: 0, w: 24, h: 22 };
    await open({ panels: [goldenGraph({ fieldConfig, gridPos })] }, {}, async (page) => {
      await rested(page, stageOf(page));
      await find(page, 'Set up the repository');
      const said = await details(page).innerText();
      assert.match(said, /How far\s+100%/);
      assert.match(said, /1 tries/);
      assert.match(said, /Urgent/);
      const link = details(page).getByRole('link', { name: 'Ask for 1', exact: true });
      assert.match((await link.first().getAttribute('href')) ?? '', /\/explore\?task=1$/);
      await shoot(page, 'graph-overrides');
      const pink = await stageOf(page)
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          let found = 0;
          for (let at = 0; at < data.length; at += 4) {
            found += data[at]! > 220 && data[at + 1]! < 40 && data[at + 2]! > 220 ? 1 : 0;
          }
          return found;
        });
      assert.ok(pink > 20, `the mapped colour is drawn (${pink} pixels)`);
    });
  });

  it('keeps its picture when the same graph comes again', async () => {
    const panel = {
      type: GRAPH,
      title: 'TestData',
      targets: [{ scenarioId: 'node_graph', nodes: { type: 'response_medium' } }],
      gridPos: { x: 0, y: 0, w: 24, h: 22 },
    };
    await open({ panels: [panel] }, { search: '' }, async (page) => {
      await rested(page, stageOf(page));
      const box = (await stageOf(page).boundingBox())!;
      await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
      await page.mouse.wheel(0, -300);
      await page.mouse.move(box.x + 5, box.y + 5);
      const before = await settled(page, stageOf(page));
      for (let again = 0; again < 3; again++) {
        await page.getByTestId('data-testid RefreshPicker run button').first().click();
        await page.waitForTimeout(500);
      }
      await page.mouse.move(box.x + 5, box.y + 5);
      assert.ok(difference(before, await settled(page, stageOf(page))) < 0.01, 'nothing jumped');
    });
  });
});
