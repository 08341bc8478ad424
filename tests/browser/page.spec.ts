import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, GOLDEN_RANGE, open, until } from './support/open.ts';
import { settled } from './support/picture.ts';
import { type FakeService, goldenFrames, type Result } from './support/fake-service.ts';

const overview = `/d/overview?${GOLDEN_RANGE}`;

describe('the page', () => {
  it('shows a dashboard with data in its panels', async () => {
    await open({ path: overview }, async ({ page, service }) => {
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
      await page.getByText('31.6').waitFor();
      assert.match(await page.title(), /^Overview · /);
      assert.ok(service.asked.some(({ queryType }) => queryType === 'dependencyGraph'));
    });
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has nothing axe calls serious, ${scheme}`, async () => {
      await open({ path: overview, scheme, height: 2400 }, async ({ page }) => {
        await page.getByText('31.6').waitFor();
        await page.getByTestId('data-testid Panel header Tasks').getByRole('table').waitFor();
        await assertAccessible(page);
      });
    });
  }

  it('is one column without sideways scroll on a telephone', async () => {
    await open({ path: overview, width: 390, height: 844, touch: true }, async ({ page }) => {
      await page.getByText('31.6').waitFor();
      await assertNoSidewaysScroll(page);
      const left = await page
        .locator('[data-griditem-key]')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
      assert.equal(new Set(left.map(Math.round)).size, 1);
    });
  });

  it('keeps the chosen colours', async () => {
    await open({ path: overview, scheme: 'light' }, async ({ page }) => {
      await page.getByRole('button', { name: /^Colours/ }).click();
      await page.getByRole('menuitem', { name: 'Dark' }).click();
      const background = async () => page.evaluate(() => getComputedStyle(document.querySelector('h1')!).color);
      await until('dark text is light', async () => (await background()).startsWith('rgb(20'));
      await page.reload();
      await page.getByText('31.6').waitFor();
      assert.match(await background(), /^rgb\(20/);
    });
  });

  it('asks again for another project, and says so in the address', async () => {
    await open({ path: overview }, async ({ page, service }) => {
      await page.getByText('31.6').waitFor();
      const [frame] = goldenFrames('projects');
      const other = String(frame!.data.values[0]![1]);
      await page.getByRole('combobox', { name: 'Project' }).click();
      await page.getByRole('option').nth(1).click();
      await until('the other project is asked for', () => service.asked.some(({ query }) => query.project === other));
      assert.equal(new URL(page.url()).searchParams.get('var-project'), other);
    });
  });

  it('asks again when refreshed', async () => {
    await open({ path: overview }, async ({ page, service }) => {
      await page.getByText('31.6').waitFor();
      const before = service.asked.length;
      await page.getByTestId('data-testid RefreshPicker run button').click();
      await until('queries came again', () => service.asked.length > before);
    });
  });

  it('takes a time range and asks for it', async () => {
    await open({ path: overview }, async ({ page, service }) => {
      await page.getByText('31.6').waitFor();
      await page.getByRole('button', { name: /Time range selected/ }).click();
      await page.getByText('Last 15 minutes').click();
      const quarter = () => service.asked.some(({ timeRange }) => timeRange.to - timeRange.from === 15 * 60_000);
      await until('a quarter of an hour is asked for', quarter);
      assert.equal(new URL(page.url()).searchParams.get('from'), 'now-15m');
    });
  });

  it('shows only the panels in kiosk mode', async () => {
    await open({ path: `${overview}&kiosk` }, async ({ page }) => {
      await page.getByText('31.6').waitFor();
      assert.equal(await page.getByRole('navigation').count(), 0);
    });
  });

  it('folds a row away and opens it again', async () => {
    await open({ path: overview, height: 2400 }, async ({ page }) => {
      const tasks = page.getByTestId('data-testid Panel header Tasks');
      await tasks.waitFor();
      const row = page.getByRole('button', { name: /Detail/ });
      await row.click();
      await tasks.waitFor({ state: 'detached' });
      await row.click();
      await tasks.waitFor();
    });
  });

  it('shows a change in under a second', async () => {
    await open({ path: overview }, async ({ page, service }) => {
      await page.getByText('31.6').waitFor();
      const project = String(goldenFrames('projects')[0]!.data.values[0]![0]);
      await until('the page listens', () => service.listening(`project/${project}`) > 0);
      service.answers.set('status', () => changedStatus(0.5));
      const start = Date.now();
      service.push(`project/${project}`, 'task.status');
      await page.getByText('50%').waitFor();
      assert.ok(Date.now() - start < 1000, `the change took ${Date.now() - start} ms`);
    });
  });

  it('leaves panels alone that a message does not concern', async () => {
    await open({ path: overview }, async ({ page, service }) => {
      await page.getByText('31.6').waitFor();
      const project = String(goldenFrames('projects')[0]!.data.values[0]![0]);
      await until('the page listens', () => service.listening(`project/${project}`) > 0);
      const before = service.asked.length;
      assert.equal(service.push('project/another', 'task.status'), 0);
      await page.waitForTimeout(500);
      assert.equal(service.asked.length, before);
    });
  });

  it('says that the service is gone, and goes on by itself when it is back', async () => {
    await open({ path: overview }, async ({ page, service, expect }) => {
      await page.getByText('31.6').waitFor();
      expect(502);
      await service.stop();
      await page.getByTestId('data-testid RefreshPicker run button').click();
      await page.getByText('The service does not answer', { exact: true }).waitFor();
      service.answers.set('status', () => changedStatus(0.75));
      await service.start();
      await page.getByText('75%').waitFor({ timeout: 15_000 });
      await until(
        'the banner is gone',
        async () => (await page.getByText('The service does not answer', { exact: true }).count()) === 0
      );
    });
  });

  it('asks for the token, refuses a wrong one, takes the right one', async () => {
    const prepare = (service: FakeService) => {
      service.token = 'open sesame';
    };
    await open({ path: overview, prepare }, async ({ page, expect }) => {
      expect(401);
      await page.getByLabel('Token', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('does not know this token').waitFor();
      await settled(page, page.locator('form')); // a button's colour on its way from disabled is none to judge
      await assertAccessible(page);
      await page.getByLabel('Token', { exact: true }).fill('open sesame');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('31.6').waitFor();
    });
  });

  it('says what is wrong with an answer, on the panel it is for', async () => {
    const prepare = (service: FakeService) => {
      service.answers.set('tasks', () => ({ status: 400, error: 'There is no tag "nowhere" in this project.' }));
    };
    await open({ path: overview, height: 2400, prepare }, async ({ page }) => {
      await page.getByText('31.6').waitFor();
      await page.getByTestId('data-testid Panel status error').first().hover();
      await page.getByText('There is no tag "nowhere"').first().waitFor();
    });
  });

  it('has a sentence for an address that is none', async () => {
    await open({ path: '/d/never-made' }, async ({ page }) => {
      await page.getByText('There is no dashboard "never-made" here').waitFor();
    });
    await open({ path: '/nowhere' }, async ({ page }) => {
      await page.getByText('There is no such page').waitFor();
    });
  });

  it('allows no inline script and no eval', async () => {
    await open({ path: overview }, async ({ page }) => {
      const answer = await page.request.get(page.url());
      const policy = answer.headers()['content-security-policy'] ?? '';
      assert.match(policy, /script-src 'self'(;|$)/);
    });
  });
});

/** The golden status with another progress. */
function changedStatus(progress: number): Result {
  const frames = goldenFrames('status');
  for (const frame of frames) {
    const column = frame.schema.fields.findIndex(({ name }) => name === 'progress');
    frame.data.values[column] = [progress];
  }
  return { status: 200, frames };
}
