import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { projectLink, runLink, taskLink } from '../../contract/app-links.ts';
import { MidwaySample } from '../browser/support/midway-sample.ts';
import { assertAccessible, assertNoSidewaysScroll } from '../browser/support/open.ts';
import { addDatasource } from './support/service.ts';
import { api } from './support/grafana.ts';
import { visit } from './support/visit.ts';

/** The app's Run and Task pages in a real Grafana, on the built service with the sample project played to its middle. */

const UID = 'taskmaster-suite-run';
const row = (page: Page, taskId: string) => page.locator(`tr[data-task="${taskId}"]`);
/** Grafana's own frame around it is not ours to judge. */
const APP = '#pageContent';
const PHONE = { width: 390, height: 844 };

async function drawn(page: Page) {
  await page.getByTestId('run-overview').waitFor();
  await page.getByTestId('dependency-graph').waitFor();
  await page.getByRole('application', { name: /Execution timeline of the run/ }).waitFor();
  await page.getByRole('table', { name: 'Tasks' }).getByText('Gift cards').waitFor();
}

describe('runs and tasks in Grafana', () => {
  let sample: MidwaySample;
  const withDatasource = (path: string) => `${path}${path.includes('?') ? '&' : '?'}ds=${UID}`;
  const run = (more: { task?: string } = {}) => withDatasource(projectLink(sample.project, more));

  before(async () => {
    sample = await MidwaySample.middle();
    await addDatasource({ url: sample.url.origin, uid: UID, stop: () => sample.close() });
  });
  after(async () => {
    await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined);
    await sample?.close();
  });

  for (const theme of ['dark', 'light'] as const) {
    it(`draws every part of a run, ${theme}`, async () => {
      await visit(run(), { theme }, async (page) => {
        await drawn(page);
        await page.getByTestId('run-overview').getByText('Running now').waitFor();
        await page
          .getByTestId('run-overview')
          .getByText(/of \d+ tasks/)
          .waitFor();
        await assertAccessible(page, APP);
      });
    });
  }

  it('shows a status changed in the task file, brought by the live channel', async () => {
    await visit(run(), {}, async (page) => {
      await drawn(page);
      await row(page, '15').getByText('Pending').waitFor();
      await sample.setStatus(15, 'in-progress');
      await row(page, '15').getByText('In progress').waitFor({ timeout: 10_000 });
      await sample.setStatus(15, 'pending');
      await row(page, '15').getByText('Pending').waitFor({ timeout: 10_000 });
    });
  });

  it('leads from a run to a task and back', async () => {
    await visit(run({ task: '4' }), {}, async (page) => {
      await drawn(page);
      await page.getByTestId('selected-task').getByText('Catalogue endpoints').waitFor();
      await row(page, '4').getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: '4 Catalogue endpoints' }).waitFor();
      assert.equal(new URL(page.url()).pathname, taskLink(sample.project, 'master', '4'));
      await page
        .getByTestId('task-facts')
        .getByText(/^Finished; it took/)
        .waitFor();
      await page.getByRole('tab', { name: /Trace/ }).click();
      await page.getByRole('application', { name: /Spans of the trace/ }).waitFor();
      await page.goBack();
      await page.goBack();
      await drawn(page);
    });
  });

  it('fits a telephone', async () => {
    await visit(run(), PHONE, async (page) => {
      await page.getByTestId('run-overview').waitFor();
      await assertNoSidewaysScroll(page);
      await page.getByRole('tab', { name: 'Graph' }).click();
      await page.getByTestId('dependency-graph').waitFor();
      await assertNoSidewaysScroll(page);
    });
    await visit(withDatasource(taskLink(sample.project, 'master', '4')), PHONE, async (page) => {
      await page.getByTestId('task-facts').waitFor();
      await assertNoSidewaysScroll(page);
    });
  });

  it('says that a run is not known', async () => {
    await visit(
      withDatasource(runLink(sample.project, 'nope')),
      { expected: /status of 400|answer 400/ },
      async (page) => {
        await page.getByRole('heading', { name: 'This run is not known here' }).waitFor();
      }
    );
  });
});
