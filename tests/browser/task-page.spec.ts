import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { projectLink, runLink, taskLink } from '../../contract/app-links.ts';
import { MidwaySample } from './support/midway-sample.ts';
import { assertAccessible, assertNoSidewaysScroll, open, type OpenOptions, type Opened } from './support/open.ts';

let service: MidwaySample;
/** A finished subtask with a dependency, worked on by an agent. */
const DONE = '4.3';
const withService = (options: OpenOptions, test: (opened: Opened) => Promise<void>) =>
  open({ api: service.url, ...options }, test);
const at = (taskId: string) => taskLink(service.project, 'master', taskId);
const path = (page: Page) => new URL(page.url()).pathname;

async function drawn(page: Page) {
  await page.getByTestId('task-facts').waitFor();
  await page.getByRole('application', { name: /Timeline of task/ }).waitFor();
}
const section = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click();

describe('the task page', () => {
  before(async () => {
    service = await MidwaySample.middle();
  });
  after(async () => service?.close());

  it('says where the task stands, how long it took, by whom and for how much', async () => {
    await withService({ path: at(DONE) }, async ({ page }) => {
      await drawn(page);
      await page.getByRole('heading', { level: 1, name: '4.3 Search by title and author' }).waitFor();
      const facts = page.getByTestId('task-facts');
      await facts.getByText(/^Finished; it took/).waitFor();
      await facts.getByText('claude-code').waitFor();
      await facts.getByText(/attributed because: the agent changed its status/).waitFor();
      await page
        .getByRole('table', { name: 'Attempts' })
        .getByText(/succeeded/)
        .waitFor();
    });
  });

  it('leads to what it depends on, to its task and to its run', async () => {
    await withService({ path: at(DONE) }, async ({ page }) => {
      await drawn(page);
      await page.getByRole('list', { name: 'Depends on' }).getByRole('link', { name: /^4.1 / }).click();
      await page.getByRole('heading', { level: 1, name: /^4.1 / }).waitFor();
      assert.equal(path(page), at('4.1'));
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: /^4.3 / }).waitFor();
      await page.getByRole('link', { name: 'Task 4', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: '4 Catalogue endpoints' }).waitFor();
      await page.getByRole('list', { name: 'Subtasks' }).getByRole('link', { name: /^4.3 / }).click();
      await page.getByRole('heading', { level: 1, name: /^4.3 / }).waitFor();
      await page.getByRole('link', { name: 'Show in the run' }).click();
      await page.getByTestId('selected-task').getByText('Search by title and author').waitFor();
      assert.equal(path(page), projectLink(service.project));
      await page.goBack();
      await page.getByRole('table', { name: 'Attempts' }).getByRole('link', { name: 'its run' }).click();
      await page.getByTestId('selected-task').waitFor();
      assert.ok(path(page).startsWith(runLink(service.project, '')));
    });
  });

  it('says why a task waits, and names what the file does not have', async () => {
    await withService({ path: at('22') }, async ({ page }) => {
      await page
        .getByTestId('task-facts')
        .getByText(/^Waits for .*27 \(not in the task file\)/)
        .waitFor();
      await page.getByText('Nothing has run yet').waitFor();
      await page.getByText('No attempt yet').waitFor();
      await section(page, /Agents/);
      await page.getByRole('link', { name: 'Connect agents' }).waitFor();
    });
  });

  it('shows tool calls, log lines, spans, usage and who changed the status', async () => {
    await withService({ path: at(DONE) }, async ({ page }) => {
      await drawn(page);
      await section(page, /Tool calls/);
      await page.getByRole('table', { name: 'Tool calls' }).getByText('Succeeded').first().waitFor();
      await section(page, /Logs/);
      const lines = page.getByRole('list', { name: /^Log lines/ });
      await lines.getByRole('button').first().click();
      await lines.getByText('session.id').waitFor();
      await section(page, /Trace/);
      await page.getByRole('application', { name: /Spans of the trace/ }).waitFor();
      await section(page, /Usage/);
      await page.getByRole('table', { name: 'Evidence' }).getByText('the agent changed its status').first().waitFor();
      await page
        .getByRole('list', { name: 'By model' })
        .getByText(/claude-/)
        .first()
        .waitFor();
      await section(page, /History/);
      const changes = page.getByRole('list', { name: 'Status changes' });
      await changes
        .getByText(/claude-code \(session [0-9a-f]{8}\), seen in the task file/)
        .first()
        .waitFor();
      assert.equal(new URL(page.url()).searchParams.get('section'), 'history');
      await page.waitForLoadState('load');
      await page.reload();
      await changes.waitFor();
    });
  });

  it('follows the task file', async () => {
    await withService({ path: at('15') }, async ({ page }) => {
      const facts = page.getByTestId('task-facts');
      await service.setStatus(15, 'in-progress');
      await facts.getByText('In progress').waitFor();
      await service.setStatus(15, 'pending');
      await facts.getByText('Pending').waitFor();
    });
  });

  it('fits a telephone', async () => {
    await withService({ path: at(DONE), width: 390, height: 844, touch: true }, async ({ page }) => {
      await drawn(page);
      await assertNoSidewaysScroll(page);
      for (const name of [/Agents/, /Tool calls/, /Logs/, /Trace/, /Usage/, /History/]) {
        await page.getByRole('tab', { name }).tap();
        await page.getByRole('tab', { name, selected: true }).waitFor();
        await assertNoSidewaysScroll(page);
      }
    });
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has nothing axe calls serious, ${scheme}`, async () => {
      await withService({ path: at(DONE), scheme, height: 1400 }, async ({ page }) => {
        await drawn(page);
        for (const name of [/Attempts/, /Tool calls/, /Logs/, /Trace/, /Usage/, /History/]) {
          await section(page, name);
          await page.getByRole('tab', { name, selected: true }).waitFor();
          await assertAccessible(page);
        }
      });
    });
  }

  it('says that a task is not known', async () => {
    await withService({ path: at('777') }, async ({ page, expect }) => {
      expect(404);
      await page.getByRole('heading', { name: 'This task is not known here' }).waitFor();
      await page.getByRole('link', { name: 'The project as it is now' }).waitFor();
    });
  });
});
