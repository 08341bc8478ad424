import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Page } from 'playwright-core';
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

const path = `/d/dependency-graph?${GOLDEN_RANGE}`;
const PROJECT = 'bookshelf-1a2b3c4d';
/** Nothing moves by itself, so that pictures can be compared. */
const still: OpenOptions = { path, reducedMotion: true };

const stageOf = (page: Page) => page.getByTestId('dependency-graph-stage');
const details = (page: Page) => page.getByTestId('dependency-graph-details');

async function ready(page: Page) {
  await page.getByRole('application', { name: /tasks shown/ }).waitFor();
  await settled(page, stageOf(page));
}

async function shown(page: Page): Promise<number> {
  const label = await stageOf(page).getAttribute('aria-label');
  return Number(/(\d+) tasks shown/.exec(label ?? '')?.[1] ?? -1);
}

async function find(page: Page, text: string) {
  const search = page.getByRole('textbox', { name: 'Find a task by id or title' });
  await search.fill(text);
  await search.press('Enter');
}

/** A place on a task and what its tooltip says: moves the mouse over the picture until one answers. */
async function findNode(page: Page): Promise<{ x: number; y: number; name: string }> {
  const box = (await stageOf(page).boundingBox())!;
  const tooltip = stageOf(page).locator('div').last();
  for (let share = 0.05; share < 0.95; share += 0.05) {
    for (const height of [0.3, 0.4, 0.5, 0.6]) {
      const [x, y] = [box.x + box.width * share, box.y + box.height * height];
      await page.mouse.move(x, y);
      await page.waitForTimeout(40);
      if (await tooltip.isVisible()) {
        return { x, y, name: await tooltip.innerText() };
      }
    }
  }
  throw new Error('No task answered the mouse.');
}

function column(frame: FrameJson, name: string): unknown[] {
  return frame.data.values[frame.schema.fields.findIndex((field) => field.name === name)] ?? [];
}

/** The golden graph with one task's status set. */
function graphWith(taskId: string, status: string): Result {
  const frames = goldenFrames('dependencyGraph');
  const [nodes] = frames as [FrameJson];
  const row = column(nodes, 'detail__taskId').indexOf(taskId);
  assert.ok(row >= 0, `the golden graph has no task ${taskId}`);
  column(nodes, 'status')[row] = status;
  return { status: 200, frames };
}

describe('the dependency graph', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`draws the tasks, and axe finds nothing serious, ${scheme}`, async () => {
      await open({ ...still, scheme }, async ({ page }) => {
        await ready(page);
        assert.ok(colours(await pictureOf(page, stageOf(page))) > 15);
        assert.equal(await shown(page), 26);
        await find(page, 'Lend and return');
        await details(page).waitFor();
        await assertAccessible(page);
      });
    });
  }

  it('opens details with a click, and closes them with Escape', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      const { x, y, name } = await findNode(page);
      await page.mouse.click(x, y);
      await details(page).waitFor();
      assert.ok(name.includes((await details(page).getByRole('heading').first().innerText()).slice(0, 12)), name);
      await page.keyboard.press('Escape');
      await details(page).waitFor({ state: 'detached' });
    });
  });

  it('says in the details what a task waits for, and offers its links', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      await find(page, 'Go live');
      await details(page)
        .getByText(/Waits for/)
        .first()
        .waitFor();
      const link = details(page).getByRole('link', { name: /Open the overview/ });
      assert.match((await link.getAttribute('href')) ?? '', new RegExp(`/d/overview\\?var-project=${PROJECT}`));
    });
  });

  it('is walked with the arrow keys, spoken on the way, opened with Enter', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      await stageOf(page).focus();
      await page.keyboard.press('Home');
      const spoken = page.locator('[aria-live="polite"]', { hasText: 'needed by' });
      await spoken.waitFor({ state: 'attached' });
      const first = await spoken.textContent();
      await page.keyboard.press('ArrowRight');
      await until('another task is spoken', async () => (await spoken.textContent()) !== first);
      await page.keyboard.press('Enter');
      await details(page).waitFor();
    });
  });

  it('zooms by key and by wheel, and comes back to the whole', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      const whole = await settled(page, stageOf(page));
      const middle = await placeIn(stageOf(page), 0.5, 0.4);
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.wheel(0, -400);
      const near = await settled(page, stageOf(page));
      assert.ok(difference(whole, near) > 0.05, 'the wheel zooms');
      await stageOf(page).focus();
      await page.keyboard.press('0');
      await page.mouse.move(5, 5);
      await stageOf(page).blur();
      await until(
        'the whole graph is back',
        async () => difference(whole, await pictureOf(page, stageOf(page))) < 0.01
      );
      await page.getByRole('button', { name: 'Zoom in' }).click();
      assert.ok(difference(whole, await settled(page, stageOf(page))) > 0.05, 'the button zooms');
    });
  });

  it('is moved by dragging', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      const before = await settled(page, stageOf(page));
      const from = await placeIn(stageOf(page), 0.9, 0.1);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x - 150, from.y + 90, { steps: 6 });
      await page.mouse.up();
      assert.ok(difference(before, await settled(page, stageOf(page))) > 0.02);
    });
  });

  it('moves when the overview map is clicked', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.getByRole('button', { name: 'Zoom in' }).click();
      const before = await settled(page, stageOf(page));
      const corner = await placeIn(page.getByTestId('dependency-graph-minimap'), 0.9, 0.2);
      await page.mouse.click(corner.x, corner.y);
      assert.ok(difference(before, await settled(page, stageOf(page))) > 0.02);
    });
  });

  it('shows only the states chosen in the legend', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      const legend = page.getByRole('group', { name: 'Legend and status filter' });
      await legend.getByRole('button', { name: /^Blocked/ }).click();
      await until('fewer tasks are shown', async () => (await shown(page)) < 26);
      await legend.getByRole('button', { name: 'Show all' }).click();
      await until('all tasks are shown', async () => (await shown(page)) === 26);
    });
  });

  it('hides what is finished, and folds finished branches', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      await page.getByRole('button', { name: 'Hide finished' }).click();
      await until('finished tasks are gone', async () => (await shown(page)) < 26);
      await page.getByRole('button', { name: 'Hide finished' }).click();
      await until('they are back', async () => (await shown(page)) === 26);
      await page.getByRole('button', { name: 'Fold finished' }).click();
      await until('finished branches are one', async () => (await shown(page)) < 26);
    });
  });

  it('is there as a table too', async () => {
    await open(still, async ({ page }) => {
      await ready(page);
      await page.getByRole('button', { name: 'Table' }).click();
      const region = page.getByRole('region', { name: 'Tasks' });
      await region.waitFor();
      await region.getByText('13 Go live').waitFor();
      await assertAccessible(page);
    });
  });

  it('keeps every place when a status changes', async () => {
    await open(still, async ({ page, service }) => {
      await ready(page);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      const before = await settled(page, stageOf(page));
      await until('the page listens', () => service.listening(`project/${PROJECT}`) > 0);
      service.answers.set('dependencyGraph', () => graphWith('3.2', 'done'));
      service.push(`project/${PROJECT}`, 'task.status');
      await until(
        'the change is on screen',
        async () => difference(before, await pictureOf(page, stageOf(page))) > 0.0001
      );
      const after = await settled(page, stageOf(page));
      assert.ok(difference(before, after) < 0.06, 'most of the picture is as it was');
    });
  });

  it('keeps what is selected when the data changes', async () => {
    await open(still, async ({ page, service }) => {
      await ready(page);
      await find(page, 'Go live');
      await details(page).waitFor();
      await until('the page listens', () => service.listening(`project/${PROJECT}`) > 0);
      service.answers.set('dependencyGraph', () => graphWith('13', 'in-progress'));
      service.push(`project/${PROJECT}`, 'task.status');
      await details(page)
        .getByText(/In progress/i)
        .first()
        .waitFor();
    });
  });

  it('lets running tasks pulse, and not where less motion is asked for', async () => {
    for (const reducedMotion of [false, true]) {
      await open({ path, reducedMotion }, async ({ page }) => {
        await page.getByRole('application', { name: /tasks shown/ }).waitFor();
        await page.waitForTimeout(1500); // let the first layout come to rest: the pulse itself never does
        const canvas = stageOf(page).locator('canvas').nth(1);
        const frames: string[] = [];
        for (let n = 0; n < 5; n++) {
          frames.push(await canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL()));
          await page.waitForTimeout(170);
        }
        assert.equal(new Set(frames).size > 1, !reducedMotion);
      });
    }
  });

  it('takes fingers: a tap, a long press, a pinch, a drag', async () => {
    await open({ path, width: 390, height: 844, touch: true, reducedMotion: true }, async ({ page }) => {
      await ready(page);
      await assertNoSidewaysScroll(page);
      const fingers = await Fingers.on(page);
      const whole = await settled(page, stageOf(page));
      const centre = await placeIn(stageOf(page), 0.5, 0.5);
      await fingers.pinch(centre, 60, 240);
      const near = await settled(page, stageOf(page));
      assert.ok(difference(whole, near) > 0.05, 'a pinch zooms');
      await fingers.drag(centre, { x: centre.x - 80, y: centre.y + 40 });
      assert.ok(difference(near, await settled(page, stageOf(page))) > 0.01, 'a drag moves');
      await page.getByRole('button', { name: 'Show everything' }).tap();
      await settled(page, stageOf(page));
      const box = (await stageOf(page).boundingBox())!;
      let node = { x: 0, y: 0 };
      // Somewhere on this grid is a task, wherever the layout has put them.
      const across = [0.37, 0.5, 0.25, 0.62, 0.75, 0.12].map((share) => box.x + box.width * share);
      for (const x of across) {
        for (let at = 8; box.y + at < 840 && (await details(page).count()) === 0; at += 16) {
          node = { x, y: box.y + at };
          await fingers.tap(node);
          await page.waitForTimeout(60);
        }
      }
      await details(page).waitFor();
      await details(page).getByRole('button', { name: 'Close details' }).tap();
      await details(page).waitFor({ state: 'detached' });
      await settled(page, stageOf(page));
      // The view has moved so that the details did not cover the task: back to where it was found.
      await page.getByRole('button', { name: 'Show everything' }).tap();
      await settled(page, stageOf(page));
      await fingers.press(node, 700);
      await details(page).waitFor();
    });
  });

  it('has targets a finger can hit', async () => {
    await open({ path, width: 390, height: 844, touch: true, reducedMotion: true }, async ({ page }) => {
      await ready(page);
      const small = await page
        .getByTestId('dependency-graph')
        .getByRole('button')
        .evaluateAll((all) =>
          all
            .map((one) => ({
              name: one.getAttribute('aria-label') ?? one.textContent,
              box: one.getBoundingClientRect(),
            }))
            .filter(({ box }) => box.width > 0 && (box.height < 44 || box.width < 44))
            .map(({ name, box }) => `${name} ${box.width}×${box.height}`)
        );
      assert.deepEqual(small, []);
    });
  });

  it('shows text as text', async () => {
    const prepare: OpenOptions['prepare'] = (service) => {
      service.answers.set('dependencyGraph', () => {
        const frames = goldenFrames('dependencyGraph');
        column(frames[0]!, 'title')[0] = '<img src=x onerror="document.title=1"> & <b>bold</b>';
        return { status: 200, frames };
      });
    };
    await open({ ...still, prepare }, async ({ page }) => {
      await ready(page);
      await find(page, '<img');
      await details(page).getByText('<b>bold</b>').first().waitFor();
      assert.equal(await page.locator('img[src="x"]').count(), 0);
    });
  });

  it('says what is missing in frames that are no graph', async () => {
    const cases: Array<[string, FrameJson[]]> = [
      ['no frames', []],
      [
        'no rows',
        goldenFrames('dependencyGraph').map((frame) => ({
          ...frame,
          data: { values: frame.data.values.map(() => []) },
        })),
      ],
      ['no id', goldenFrames('status')],
    ];
    for (const [name, frames] of cases) {
      const prepare: OpenOptions['prepare'] = (service) => {
        service.answers.set('dependencyGraph', () => ({ status: 200, frames }));
      };
      await open({ ...still, prepare }, async ({ page }) => {
        const panel = page.getByTestId('data-testid Panel header What depends on what');
        const text = () => panel.innerText();
        await until(
          `a sentence for ${name}`,
          async () => (await text()).replace('What depends on what', '').trim().length > 15
        );
      });
    }
  });
});
