import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { until } from '../browser/support/open.ts';
import { TIMELINE } from './support/grafana.ts';
import { open, type OpenOptions, shoot } from './support/open.ts';
import { GOLDEN, GOLDEN_NOW, goldenTimeline, plotOf, rested } from './support/panels.ts';

const details = (page: Page) => page.getByRole('complementary', { name: /^Details of/ });
const gridPos = { x: 0, y: 0, w: 24, h: 20 };
const then: OpenOptions = { now: GOLDEN_NOW };

describe('the execution timeline in Grafana', () => {
  it('is walked by key, opens details, shows a table', async () => {
    await open({ panels: [goldenTimeline({ gridPos })], ...GOLDEN }, then, async (page) => {
      await rested(page, plotOf(page));
      await plotOf(page).focus();
      for (let row = 0; row < 8; row++) {
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      await details(page).waitFor();
      await shoot(page, 'timeline-details');
      await page.keyboard.press('Escape');
      await details(page).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Table' }).click();
      await page.getByRole('table').getByText('Design the database schema').first().waitFor();
      await shoot(page, 'timeline-table');
    });
  });

  it('sets the dashboard’s time to a dragged range', async () => {
    await open({ panels: [goldenTimeline({ gridPos })], ...GOLDEN }, { ...then, search: '' }, async (page) => {
      await rested(page, plotOf(page));
      const box = (await plotOf(page).boundingBox())!;
      const y = box.y + box.height * 0.6;
      await page.mouse.move(box.x + box.width * 0.5, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
      await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
      await page.mouse.up();
      const asked = () => ['from', 'to'].map((name) => Number(new URL(page.url()).searchParams.get(name)));
      await until('the address has a narrower range', () => {
        const [from = 0, to = 0] = asked();
        return from > Date.parse(GOLDEN.from) && to < Date.parse(GOLDEN.to) && to > from;
      });
      await rested(page, plotOf(page));
      await shoot(page, 'timeline-range');
    });
  });

  it('is grouped and sorted in the panel itself', async () => {
    await open({ panels: [goldenTimeline({ gridPos })], ...GOLDEN }, then, async (page) => {
      const before = await rested(page, plotOf(page));
      await page.getByRole('button', { name: 'Group and sort rows' }).click();
      await shoot(page, 'timeline-arrange');
      await page.getByRole('menuitemradio', { name: 'Agent', exact: true }).click();
      await until('rows are grouped', async () => (await plotOf(page).getAttribute('aria-label')) !== before);
      await shoot(page, 'timeline-grouped');
    });
  });

  it('honours links, value mappings and display names of fields', async () => {
    const fieldConfig = {
      defaults: { links: [{ title: 'Look up ${__data.fields.name}', url: '/explore?name=${__data.fields.taskId}' }] },
      overrides: [
        {
          matcher: { id: 'byName', options: 'agent' },
          properties: [
            { id: 'displayName', value: 'Worker' },
            {
              id: 'mappings',
              value: [{ type: 'value', options: { 'backend-agent': { text: 'Backend', color: '#ff00ff', index: 0 } } }],
            },
          ],
        },
      ],
    };
    const panel = goldenTimeline({ gridPos, fieldConfig, options: { colorBy: 'agent' } });
    await open({ panels: [panel], ...GOLDEN }, then, async (page) => {
      await rested(page, plotOf(page));
      await page.getByText('Backend', { exact: false }).first().waitFor();
      await plotOf(page).focus();
      for (let row = 0; row < 8; row++) {
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      const said = await details(page).innerText();
      assert.match(said, /Worker/);
      assert.match(said, /Backend/);
      const link = details(page).getByRole('link', { name: /^Look up/ });
      assert.match((await link.first().getAttribute('href')) ?? '', /\/explore\?name=/);
      await shoot(page, 'timeline-overrides');
    });
  });

  it('grows with a stream and stays where it was zoomed to', async () => {
    const targets = [{ scenarioId: 'streaming_client', stream: { type: 'traces', speed: 200 } }];
    const panel = { type: TIMELINE, title: 'Stream', targets, gridPos, options: { range: 'data' } };
    await open({ panels: [panel], from: 'now-5m', to: 'now' }, {}, async (page) => {
      const spans = async () =>
        Number(/(\d+) spans? in/.exec((await plotOf(page).getAttribute('aria-label')) ?? '')?.[1]);
      await plotOf(page).waitFor();
      await until('several spans have come', async () => (await spans()) > 5);
      await page.getByRole('button', { name: 'Zoom in (+)' }).click();
      const count = await spans();
      await until('more have come', async () => (await spans()) > count + 5);
      assert.ok(await page.getByRole('button', { name: 'Show everything (0)' }).isEnabled(), 'still zoomed');
      await shoot(page, 'timeline-stream');
    });
  });
});
