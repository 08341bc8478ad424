import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { until } from '../browser/support/open.ts';
import { api, removeDashboard } from './support/grafana.ts';
import { shoot } from './support/open.ts';
import { addDatasource, type RunningService, startOnProject } from './support/service.ts';
import { visit } from './support/visit.ts';

const UID = 'taskmaster-suite-variables';
const DASHBOARD = 'tmsuite-variables';
const datasource = { type: 'taskmaster-observability-datasource', uid: UID };
let service: RunningService & { tasks: string };

const variable = (name: string, query: string) => ({
  name,
  label: name,
  type: 'query',
  datasource,
  query,
  refresh: 1,
  includeAll: name === 'status',
  multi: name === 'status',
  current: name === 'status' ? { text: 'All', value: '$__all' } : {},
});

async function save(panels: object[], annotations: object[] = []) {
  await api('POST', 'dashboards/db', {
    overwrite: true,
    dashboard: {
      uid: DASHBOARD,
      title: 'Panel suite: variables',
      timezone: 'utc',
      schemaVersion: 39,
      time: { from: 'now-15m', to: 'now' },
      templating: {
        list: [
          variable('project', 'projects()'),
          variable('tag', 'tags($project)'),
          variable('task', 'tasks(project=$project, tag=$tag)'),
          variable('status', 'statuses()'),
        ],
      },
      annotations: { list: annotations },
      panels: panels.map((panel, at) => ({
        id: at + 1,
        datasource,
        fieldConfig: { defaults: {}, overrides: [] },
        gridPos: { x: 0, y: at * 12, w: 24, h: 12 },
        ...panel,
      })),
    },
  });
}

const tasksPanel = (more: object = {}) => ({
  type: 'table',
  title: 'Tasks',
  targets: [
    { refId: 'A', datasource, queryType: 'tasks', query: { project: '$project', status: ['$status'] }, ...more },
  ],
});

/** Writes another status into the task file as Task Master does: a new file in place of the old one. */
function setStatus(taskId: number, status: string) {
  const file = JSON.parse(readFileSync(service.tasks, 'utf8')) as Record<
    string,
    { tasks: Array<{ id: number; status: string }> }
  >;
  for (const task of Object.values(file).flatMap(({ tasks }) => tasks ?? [])) {
    if (task.id === taskId) {
      task.status = status;
    }
  }
  writeFileSync(`${service.tasks}.new`, JSON.stringify(file, null, 2));
  renameSync(`${service.tasks}.new`, service.tasks);
}

describe('dashboards', () => {
  before(async () => {
    service = await startOnProject(UID);
    await addDatasource(service);
    await until('the task file is read', async () => {
      const found = await api<unknown[]>('GET', `datasources/uid/${UID}/resources/lookup/tasks`);
      return found.length > 0;
    });
  });
  after(async () => {
    await removeDashboard(DASHBOARD).catch(() => undefined);
    await service?.stop();
  });

  it('take their variables from the service, each from the ones before it', async () => {
    await save([tasksPanel()]);
    await visit(`/d/${DASHBOARD}/-`, {}, async (page) => {
      await page.getByRole('table').waitFor();
      await page
        .getByText(/bookshop/)
        .first()
        .waitFor();
      await page.getByText('master', { exact: true }).first().waitFor();
      await shoot(page, 'variables');
      assert.equal(await page.getByText('All', { exact: true }).count(), 1);
    });
  });

  it('say that a variable does not exist', async () => {
    await save([tasksPanel({ query: { project: '$nobody' } })]);
    await visit(`/d/${DASHBOARD}/-`, {}, async (page) => {
      await page.getByTestId('data-testid Panel status error').hover();
      await page
        .getByText(/\$nobody, which is not there/)
        .first()
        .waitFor();
    });
  });

  it('follow the task file: a live panel shows a change within a second, without a refresh', async () => {
    await save([tasksPanel({ live: true, query: { project: '$project', search: 'Rate limits' } })]);
    await visit(`/d/${DASHBOARD}/-`, {}, async (page) => {
      const table = page.getByRole('table');
      await table.waitFor();
      await page.getByTestId('data-testid Panel header Tasks').waitFor();
      await page.waitForTimeout(1500); // the channel opens after the first answer
      for (const status of ['in-progress', 'review', 'done']) {
        const start = Date.now();
        setStatus(14, status);
        await table.getByText(status, { exact: true }).first().waitFor();
        const took = Date.now() - start;
        process.stdout.write(`live: ${status} on screen after ${took} ms\n`);
        assert.ok(took < 2000, `the change took ${took} ms`);
      }
      await shoot(page, 'live-panel');
    });
  });

  it('have annotations of events that lead to their run', async () => {
    const target = { refId: 'Anno', queryType: 'events', query: { project: '$project', types: ['task.status'] } };
    await save(
      [
        {
          type: 'timeseries',
          title: 'Memory',
          targets: [{ refId: 'A', datasource, queryType: 'metric', query: { metric: 'memory_usage_bytes' } }],
        },
      ],
      [{ name: 'Changes', enable: true, iconColor: 'orange', datasource, target }]
    );
    setStatus(14, 'review');
    setStatus(14, 'done');
    await visit(`/d/${DASHBOARD}/-?from=now-5m&to=now`, {}, async (page) => {
      const marks = page.getByTestId('data-testid annotation-marker');
      await marks.first().waitFor();
      await marks.last().hover();
      await page
        .getByText(/Task 14/)
        .first()
        .waitFor();
      const link = page.getByRole('link', { name: 'Open the run' }).first();
      await until('the link leads to a run', async () =>
        /\/projects\/.*\/runs\//.test((await link.getAttribute('href')) ?? '')
      );
      await shoot(page, 'annotation');
    });
  });

  it('are edited with lists of names: the variable editor and the annotation editor', async () => {
    await save([tasksPanel()], [{ name: 'Changes', enable: true, iconColor: 'orange', datasource }]);
    await visit(`/d/${DASHBOARD}/-?editview=templating&editIndex=1`, { height: 1300 }, async (page) => {
      await page.getByTestId('taskmaster-variable-editor').waitFor();
      await page.getByText('tags($project)').or(page.locator('input[value="tags($project)"]')).first().waitFor();
      await shoot(page, 'variable-editor');
    });
    await visit(`/d/${DASHBOARD}/-?editview=annotations`, { height: 1300 }, async (page) => {
      // Grafana puts its own in front of them, so it is chosen by its name.
      await page
        .getByRole('gridcell', { name: /Changes/ })
        .or(page.getByRole('cell', { name: /Changes/ }))
        .first()
        .click();
      await page.getByTestId('taskmaster-query-editor').waitFor();
      await shoot(page, 'annotation-editor');
    });
  });
});
