import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Locator, type Page } from 'playwright-core';
import { type FrameJson, goldenFrames, type Result } from './support/fake-service.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  GOLDEN_RANGE,
  open,
  type OpenOptions,
  until,
} from './support/open.ts';
import { colours, difference, pictureOf, settled } from './support/picture.ts';
import { Fingers, placeIn } from './support/touch.ts';

const path = `/d/execution-timeline?${GOLDEN_RANGE}`;
const PROJECT = 'bookshelf-1a2b3c4d';
const still: OpenOptions = { path, reducedMotion: true };

const plotOf = (page: Page) => page.getByRole('application', { name: /spans in/ });
const details = (page: Page) => page.getByRole('complementary', { name: /^Details of/ });

/** Golden spans, all finished, so that nothing grows while pictures are compared. */
function finished(): Result {
  const frames = goldenFrames('timeline');
  for (const frame of frames) {
    const end = column(frame, 'end');
    end.forEach((value, row) => (end[row] = value ?? Date.parse('2026-11-20T12:00:00Z')));
  }
  return { status: 200, frames };
}

function column(frame: FrameJson, name: string): unknown[] {
  return frame.data.values[frame.schema.fields.findIndex((field) => field.name === name)] ?? [];
}

const calm: OpenOptions = { ...still, prepare: (service) => void service.answers.set('timeline', finished) };

async function ready(page: Page): Promise<Locator> {
  const plot = plotOf(page);
  await plot.waitFor();
  await settled(page, plot);
  return plot;
}

/** A place on a bar: moves the mouse down the middle rows until a tooltip shows. */
async function findBar(page: Page, plot: Locator): Promise<{ x: number; y: number }> {
  const box = (await plot.boundingBox())!;
  for (let y = 70; y < box.height; y += 9) {
    for (const share of [0.5, 0.6, 0.7, 0.8, 0.9, 0.4]) {
      const place = { x: box.x + box.width * share, y: box.y + y };
      await page.mouse.move(place.x, place.y);
      if (await page.getByRole('tooltip').isVisible()) {
        return place;
      }
    }
  }
  throw new Error('No bar answered the mouse.');
}

describe('the execution timeline', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`draws the spans, and axe finds nothing serious, ${scheme}`, async () => {
      await open({ ...calm, scheme }, async ({ page }) => {
        const plot = await ready(page);
        assert.match((await plot.getAttribute('aria-label')) ?? '', /37 spans in \d+ rows/);
        assert.ok(colours(await pictureOf(page, plot)) > 12);
        await assertAccessible(page);
      });
    });
  }

  it('names a bar under the mouse, opens its details with a click, closes them with Escape', async () => {
    await open(calm, async ({ page }) => {
      const plot = await ready(page);
      const place = await findBar(page, plot);
      await page.mouse.click(place.x, place.y);
      await details(page).waitFor();
      await assertAccessible(page);
      await plot.focus();
      await page.keyboard.press('Escape');
      await details(page).waitFor({ state: 'detached' });
    });
  });

  it('is walked with keys: rows spoken, opened, folded, zoomed', async () => {
    await open(calm, async ({ page }) => {
      const plot = await ready(page);
      await plot.focus();
      await page.keyboard.press('ArrowDown');
      const spoken = plot.locator('[aria-live="polite"]');
      await until('a row is spoken', async () => ((await spoken.textContent()) ?? '').length > 3);
      const first = await spoken.textContent();
      await page.keyboard.press('ArrowDown');
      await until('another row is spoken', async () => (await spoken.textContent()) !== first);
      const before = await settled(page, plot);
      await page.keyboard.press(' ');
      await until('the row opens', async () => difference(before, await pictureOf(page, plot)) > 0.002);
      await page.keyboard.press('Enter');
      await details(page).waitFor();
      await page.keyboard.press('Escape');
      const whole = await settled(page, plot);
      await page.keyboard.press('+');
      const near = await settled(page, plot);
      assert.ok(difference(whole, near) > 0.002, 'plus zooms');
      await page.keyboard.press('0');
      await until('all is shown again', async () => difference(whole, await pictureOf(page, plot)) < 0.003);
    });
  });

  it('zooms with control and wheel, moves with shift and wheel', async () => {
    await open(calm, async ({ page }) => {
      const plot = await ready(page);
      const whole = await settled(page, plot);
      const middle = await placeIn(plot, 0.6, 0.5);
      await page.mouse.move(middle.x, middle.y);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await page.keyboard.up('Control');
      const near = await settled(page, plot);
      assert.ok(difference(whole, near) > 0.003, 'the wheel zooms');
      await page.keyboard.down('Shift');
      await page.mouse.wheel(0, 200);
      await page.keyboard.up('Shift');
      assert.ok(difference(near, await settled(page, plot)) > 0.002, 'the wheel moves');
    });
  });

  it('sets the dashboard’s time with a dragged range', async () => {
    await open(calm, async ({ page }) => {
      const plot = await ready(page);
      const before = new URL(page.url()).searchParams.get('from');
      const from = await placeIn(plot, 0.5, 0.9);
      const to = await placeIn(plot, 0.7, 0.9);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 6 });
      await page.mouse.up();
      await until('the address has the range', () => new URL(page.url()).searchParams.get('from') !== before);
    });
  });

  it('expands and collapses rows, squeezes idle time', async () => {
    await open(calm, async ({ page }) => {
      const plot = await ready(page);
      const start = await settled(page, plot);
      await page.getByRole('button', { name: /(Expand|Collapse) all rows/ }).click();
      const other = await settled(page, plot);
      assert.ok(difference(start, other) > 0.005, 'rows fold');
      await page.getByRole('button', { name: 'Squeeze idle time' }).click();
      assert.ok(difference(other, await settled(page, plot)) > 0.001, 'idle time is squeezed');
    });
  });

  it('is there as a table too', async () => {
    await open(calm, async ({ page }) => {
      await ready(page);
      await page.getByRole('button', { name: 'Table', exact: false }).last().click();
      const region = page.getByRole('region', { name: 'Table of spans' });
      await region.waitFor();
      assert.ok((await region.getByRole('row').count()) > 5);
      await assertAccessible(page);
    });
  });

  it('lets running bars grow', async () => {
    const now = Date.now();
    const prepare: OpenOptions['prepare'] = (service) => {
      service.answers.set('timeline', () => {
        const frames = goldenFrames('timeline');
        const shift = now - Date.parse('2026-11-20T12:00:00Z');
        for (const frame of frames) {
          for (const name of ['start', 'end']) {
            const times = column(frame, name);
            times.forEach((value, row) => (times[row] = typeof value === 'number' ? value + shift : value));
          }
        }
        return { status: 200, frames };
      });
    };
    await open({ path: `/d/execution-timeline?from=${now - 20_000}&to=${now + 20_000}`, prepare }, async ({ page }) => {
      const plot = plotOf(page);
      await plot.waitFor();
      await page.waitForTimeout(800);
      const before = await pictureOf(page, plot);
      await until('bars have grown', async () => difference(before, await pictureOf(page, plot)) > 0.0005);
    });
  });

  it('takes a change, and keeps what is in view', async () => {
    await open(calm, async ({ page, service }) => {
      const plot = await ready(page);
      await page.getByRole('button', { name: 'Zoom in (+)' }).click();
      const before = await settled(page, plot);
      await until('the page listens', () => service.listening(`project/${PROJECT}`) > 0);
      service.answers.set('timeline', () => {
        const result = finished();
        const status = column(result.frames![0]!, 'status');
        status.forEach((value, row) => (status[row] = value === 'done' ? 'failed' : value));
        return result;
      });
      service.push(`project/${PROJECT}`, 'task.status');
      await until('the change is on screen', async () => difference(before, await pictureOf(page, plot)) > 0.0005);
      assert.ok(difference(before, await settled(page, plot)) < 0.2, 'the view has not moved');
    });
  });

  it('shares the crosshair with the other panels', async () => {
    await open({ path: `/d/overview?${GOLDEN_RANGE}`, reducedMotion: true, height: 1400 }, async ({ page }) => {
      const plot = await ready(page);
      const before = await settled(page, plot);
      const chart = page.getByTestId(/Panel header Tokens$/).locator('.u-over');
      const place = await placeIn(chart, 0.5, 0.5);
      await page.mouse.move(place.x - 3, place.y);
      await page.mouse.move(place.x, place.y);
      await until('a line is in the timeline', async () => difference(before, await pictureOf(page, plot)) > 0.0003);
    });
  });

  it('takes fingers: a tap, a pinch, a drag', async () => {
    await open({ ...calm, width: 390, height: 844, touch: true }, async ({ page }) => {
      const plot = await ready(page);
      await assertNoSidewaysScroll(page);
      const fingers = await Fingers.on(page);
      const whole = await settled(page, plot);
      await fingers.pinch(await placeIn(plot, 0.7, 0.5), 40, 160);
      const near = await settled(page, plot);
      assert.ok(difference(whole, near) > 0.003, 'a pinch zooms');
      const middle = await placeIn(plot, 0.7, 0.5);
      await fingers.drag(middle, { x: middle.x - 60, y: middle.y });
      assert.ok(difference(near, await settled(page, plot)) > 0.002, 'a drag moves');
      const box = (await plot.boundingBox())!;
      for (let y = 60; y < box.height - 20 && (await details(page).count()) === 0; y += 24) {
        await fingers.tap({ x: box.x + box.width * 0.75, y: box.y + y });
        await page.waitForTimeout(60);
      }
      await details(page).waitFor();
    });
  });

  it('takes the frames of traces, and any table with a name, a start and an end', async () => {
    const start = Date.parse('2026-11-20T09:00:00Z');
    const table: FrameJson = {
      schema: {
        name: 'jobs',
        fields: [
          { name: 'name', type: 'string' },
          { name: 'start', type: 'time' },
          { name: 'end', type: 'time' },
        ],
      },
      data: {
        values: [
          ['build', 'test'],
          [start, start + 600_000],
          [start + 600_000, start + 900_000],
        ],
      },
    };
    for (const frames of [goldenFrames('trace'), [table]]) {
      const prepare: OpenOptions['prepare'] = (service) => {
        service.answers.set('timeline', () => ({ status: 200, frames }));
      };
      await open({ ...still, prepare }, async ({ page }) => {
        const plot = plotOf(page);
        await plot.waitFor();
        assert.match((await plot.getAttribute('aria-label')) ?? '', /[1-9]\d* spans/);
      });
    }
  });

  it('is grouped and sorted in the panel itself, by mouse and by key', async () => {
    await open(calm, async ({ page }) => {
      const plot = await ready(page);
      const rows = await plot.getAttribute('aria-label');
      const arrange = page.getByRole('button', { name: 'Group and sort rows' });
      await arrange.click();
      await page.getByRole('menuitemradio', { name: 'Agent', exact: true }).click();
      await until('rows are grouped', async () => (await plot.getAttribute('aria-label')) !== rows);
      await arrange.focus();
      await page.keyboard.press('Enter');
      const chosen = page.getByRole('menuitemradio', { name: 'Agent', exact: true });
      await until('the choice is marked', async () => (await chosen.getAttribute('aria-checked')) === 'true');
      const before = await settled(page, plot);
      await page.getByRole('menuitemradio', { name: 'Longest first' }).focus();
      await page.keyboard.press('Enter');
      await until('rows are sorted', async () => difference(before, await pictureOf(page, plot)) > 0.002);
    });
  });

  it('draws the links of a trace as arrows of the chosen span, and leads along them', async () => {
    const start = Date.parse('2026-11-20T09:00:00Z');
    const columns: Array<[name: string, type: string, values: unknown[]]> = [
      ['traceID', 'string', ['t', 't', 't']],
      ['spanID', 'string', ['root', 'first', 'second']],
      ['parentSpanID', 'string', ['', 'root', 'root']],
      ['operationName', 'string', ['All of it', 'Write', 'Review']],
      ['startTime', 'number', [start, start + 1000, start + 60_000]],
      ['duration', 'number', [120_000, 30_000, 30_000]],
      ['references', 'other', [[], [], [{ traceID: 't', spanID: 'first', tags: [] }]]],
    ];
    const frame: FrameJson = {
      schema: { name: 'trace', fields: columns.map(([name, type]) => ({ name, type })) },
      data: { values: columns.map(([, , values]) => values) },
    };
    const prepare: OpenOptions['prepare'] = (service) => {
      service.answers.set('timeline', () => ({ status: 200, frames: [frame] }));
    };
    await open({ ...still, prepare }, async ({ page }) => {
      const plot = await ready(page);
      await plot.focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) {
        await page.keyboard.press(key);
      }
      await details(page).getByRole('heading', { name: 'Links to' }).waitFor();
      await details(page).getByRole('button', { name: 'Write' }).click();
      await details(page).getByRole('heading', { name: 'Linked from' }).waitFor();
    });
  });

  it('says what is missing in frames that are no timeline', async () => {
    for (const frames of [[], goldenFrames('projects')]) {
      const prepare: OpenOptions['prepare'] = (service) => {
        service.answers.set('timeline', () => ({ status: 200, frames }));
      };
      await open({ ...still, prepare }, async ({ page }) => {
        const panel = page.getByTestId('data-testid Panel header What ran when');
        await until(
          'a sentence',
          async () => (await panel.innerText()).replace('What ran when', '').trim().length > 15
        );
      });
    }
  });
});
