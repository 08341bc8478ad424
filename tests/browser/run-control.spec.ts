import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { type Locator, type Page } from 'playwright-core';
import { projectLink } from '../../contract/app-links.ts';
import { ExecutedRun } from './support/executed-run.ts';
import { assertAccessible, assertNoSidewaysScroll, open, type OpenOptions, type Opened } from './support/open.ts';

let run: ExecutedRun;
const onPage = (options: OpenOptions, test: (opened: Opened) => Promise<void>) =>
  open({ api: run.url, path: projectLink(run.project), ...options }, test);
const control = (page: Page): Locator => page.getByTestId('run-control');
const button = (page: Page, name: string) => control(page).getByRole('button', { name, exact: true });

/** As somebody who has logged in with the control token. */
async function logIn({ page, problems }: Opened) {
  await control(page).waitFor();
  const answer = await page.request.post(new URL('/api/v1/login', page.url()).href, {
    data: { token: run.controlToken },
  });
  assert.equal(answer.status(), 200);
  await page.reload();
  await control(page).waitFor();
  const abandoned = /net::ERR_ABORTED/; // the page was left while something was on its way
  problems.splice(0, problems.length, ...problems.filter((one) => !abandoned.test(one)));
}

describe('control of a run', () => {
  before(async () => {
    run = await ExecutedRun.start();
  });
  after(async () => run?.close());

  it('pauses and goes on, saves a checkpoint, sets a task aside, stops; each asked about and answered', async () => {
    await onPage({}, async (opened) => {
      const { page } = opened;
      await logIn(opened);
      await page.getByTestId('run-phase').getByText('running, 2 at once').waitFor();
      await control(page).getByText('Continue: it is not paused.').waitFor();
      assert.equal(await button(page, 'Continue').isDisabled(), true);

      await button(page, 'Pause').click();
      const ask = page.getByRole('alertdialog', { name: 'Pause?' });
      await page.keyboard.press('Escape');
      await ask.waitFor({ state: 'detached' });
      assert.equal((await run.events('run.paused')).length, 0);
      await button(page, 'Pause').click();
      await ask.getByLabel('Reason').fill('lunch');
      await assertAccessible(page);
      await ask.getByRole('button', { name: 'Pause the run' }).click();
      await page.getByTestId('command-outcome').getByText('Paused: running attempts').waitFor();
      await page.getByTestId('run-phase').getByText('paused by page').waitFor();
      assert.deepEqual(
        (await run.events('run.paused')).map(({ data }) => [data.actor, data.reason]),
        [['page', 'lunch']]
      );

      await button(page, 'Save checkpoint').click();
      await page
        .getByTestId('command-outcome')
        .getByText(/Checkpoint cp-\d+ is saved/)
        .waitFor();
      await page.getByRole('tab', { name: /Checkpoints/ }).click();
      await page.getByRole('table', { name: 'Checkpoints' }).getByText('by command').waitFor();

      await button(page, 'Continue').click();
      await page.getByTestId('run-phase').getByText('running').waitFor();

      await page.getByRole('tab', { name: /Tasks/ }).click();
      await page.getByRole('button', { name: 'Show 3 in graph and timeline' }).click();
      await control(page).getByRole('heading', { name: 'Task 3 Third' }).waitFor();
      await control(page).getByText('Approve: this run begins tasks without approval.').waitFor();
      await button(page, 'Set aside').click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Set aside' }).click();
      await page.getByTestId('command-outcome').getByText('Task 3 is set aside (deferred).').waitFor();
      await page.locator('tr[data-task="3"]').getByText('Deferred').waitFor();
      await control(page).getByText('Set aside: it is set aside already.').waitFor();

      await page.getByRole('tab', { name: 'Resources' }).click();
      const cpu = { name: /^CPU: \d+ % at the end/ };
      if (process.platform === 'linux') {
        const own = page.getByTestId('own-resources');
        await own.getByText(`Processes of this run on ${hostname()}`).waitFor();
        await own.getByRole('img', cpu).waitFor();
      }
      await page.getByText('The whole machine of the service').waitFor();
      await page.getByTestId('resource-strip').getByRole('img', cpu).last().waitFor();
      await assertAccessible(page);
    });
  });

  it('asks for the log-in where nobody has logged in, and fits a telephone with fingers', async () => {
    await onPage({ width: 390, height: 844, touch: true }, async ({ page, problems }) => {
      await control(page).waitFor();
      await assertNoSidewaysScroll(page);
      for (const one of await control(page).getByRole('button').all()) {
        const box = await one.boundingBox();
        assert.ok(box && box.height >= 44 && box.width >= 44, `${await one.innerText()} is ${box?.height} px high`);
      }
      await button(page, 'Save checkpoint').click();
      await page.getByLabel(/token/i).first().waitFor();
      assert.ok(problems.every((problem) => problem.includes('401')));
      problems.length = 0; // the refusal that brought the log-in
    });
  });

  it('kills everything in an emergency, says how to resume, and shows the report', async () => {
    await onPage({}, async (opened) => {
      const { page } = opened;
      await logIn(opened);
      await button(page, 'Emergency stop').click();
      await page.getByRole('button', { name: 'Kill everything now' }).click();
      await page.getByTestId('command-outcome').getByText('All of its processes are ended.').waitFor();
      await page.getByText(`taskmaster-observe resume ${run.run}`).waitFor();
      const address = await page.getByRole('link', { name: 'Report' }).getAttribute('href');
      const report = await page.request.get(new URL(address ?? '', page.url()).href);
      assert.match(await report.text(), new RegExp(`<title>Run ${run.run}</title>`));
      await assertAccessible(page);
    });
  });
});
