import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { APP_ID, configurationLink, projectsLink, setUpLink } from '../../contract/app-links.ts';
import { api } from './support/grafana.ts';
import { addDatasource, type RunningService, startOnProject } from './support/service.ts';
import { visit } from './support/visit.ts';

/** The app's own pages in a real Grafana, on a service of this machine that follows a copy of the sample project. */

const UID = 'taskmaster-suite-app';
const MADE = 'Suite: made on the page';
const withDatasource = (path: string) => `${path}?ds=${UID}`;

interface TaskFile {
  master: { tasks: Array<{ id: number; title: string; status: string }> };
}

let service: RunningService & { tasks: string };
let settings: { jsonData?: object };

/** Changes a task's status as Task Master does: a new file in the old one's place. Resolves to the task's title. */
async function setStatus(status: string): Promise<string> {
  const file = JSON.parse(await readFile(service.tasks, 'utf8')) as TaskFile;
  const task = file.master.tasks.find((one) => one.status === 'pending');
  assert.ok(task, 'the sample has a pending task');
  task.status = status;
  await writeFile(`${service.tasks}.new`, JSON.stringify(file));
  await rename(`${service.tasks}.new`, service.tasks);
  return task.title;
}

describe('the app in Grafana', () => {
  before(async () => {
    settings = await api('GET', `plugins/${APP_ID}/settings`);
    service = await startOnProject(UID);
    await addDatasource(service);
  });
  after(async () => {
    await service?.stop();
    await api('POST', `plugins/${APP_ID}/settings`, {
      enabled: true,
      pinned: true,
      jsonData: settings?.jsonData ?? {},
    });
    const all = await api<Array<{ uid: string; name: string }>>('GET', 'datasources');
    for (const { uid } of all.filter(({ name }) => name === MADE)) {
      await api('DELETE', `datasources/uid/${uid}`);
    }
  });

  for (const theme of ['dark', 'light'] as const) {
    it(`shows the project, and leads to it, ${theme}`, async () => {
      await visit(withDatasource(projectsLink()), { theme }, async (page) => {
        await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
        await page.getByRole('link', { name: 'bookshop', exact: true }).click();
        await page.getByRole('heading', { name: 'bookshop', level: 1 }).waitFor();
        assert.match(new URL(page.url()).pathname, /\/a\/taskmaster-observability-app\/projects\/bookshop-/);
      });
    });
  }

  it('shows a changed task file by itself', async () => {
    await visit(withDatasource(projectsLink()), {}, async (page) => {
      await page.getByRole('link', { name: 'bookshop', exact: true }).waitFor();
      const title = await setStatus('in-progress');
      await page.getByRole('link', { name: title }).waitFor();
    });
  });

  it('shows on Set-up that the service is connected and the task file arrives', async () => {
    await visit(withDatasource(setUpLink()), {}, async (page) => {
      await page.getByText(/Connected to Task-Master Observability .*: 1 project\./).waitFor();
      assert.equal(await page.getByLabel(/^Address of the service/).inputValue(), service.url);
      const file = page.getByRole('list', { name: 'Sources' }).getByRole('listitem').filter({ hasText: 'Task file' });
      await file.getByText('Connected').waitFor();
    });
  });

  it('makes a datasource on Configuration, says what is wrong with it, and puts it right', async () => {
    await visit(configurationLink(), { expected: /answer 400: .*\/health|status of 400/ }, async (page) => {
      await page.getByRole('combobox', { name: 'Settings of' }).selectOption({ label: 'A new one …' });
      await page.getByLabel('Name').fill(MADE);
      await page.getByLabel('Address of the service').fill('http://127.0.0.1:9');
      await page.getByRole('button', { name: 'Add the datasource' }).click();
      await page.getByText(/Saved, but: Nothing answers/).waitFor();
      await page.waitForTimeout(1100); // Grafana tells settings apart by the second they were saved in
      await page.getByLabel('Address of the service').fill(service.url);
      await page.getByRole('button', { name: 'Save and test' }).click();
      await page.getByText(/Saved\. Connected to Task-Master Observability/).waitFor();
    });
  });

  it('says where there is no page, and no such project', async () => {
    await visit(withDatasource(`${projectsLink()}/x/nothing`), {}, async (page) => {
      await page.getByText('Nothing is at').waitFor();
    });
  });
});
