import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { until } from '../browser/support/open.ts';
import { api } from './support/grafana.ts';
import { shoot } from './support/open.ts';
import { addDatasource, type RunningService, startSample } from './support/service.ts';
import { exploreLink, visit } from './support/visit.ts';

const UID = 'taskmaster-suite-explore';
let service: RunningService;

const editor = (page: Page) => page.getByTestId('taskmaster-query-editor');
const resource = async (path: string) =>
  api<Array<{ value: string; label: string }>>('GET', `datasources/uid/${UID}/resources/${path}`);

/** Opens a list of the editor, waits until it offers something, and chooses what has this text. */
async function choose(page: Page, field: string, text: string | RegExp) {
  await editor(page).getByRole('combobox', { name: field, exact: true }).click({ force: true });
  await page.getByRole('option').getByText(text).first().click();
}

describe('the data source', () => {
  before(async () => {
    service = await startSample(UID);
  });
  after(async () => service?.stop());

  it('is added by hand: address, token, test', async () => {
    await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined);
    const made = await api<{ datasource: { uid: string } }>('POST', 'datasources', {
      uid: UID,
      name: `Service of ${UID}`,
      type: 'taskmaster-observability-datasource',
      access: 'proxy',
    });
    const expected = /answer (400|500)|status of (400|500)/; // the test that fails on purpose
    await visit(`/connections/datasources/edit/${made.datasource.uid}`, { height: 1500, expected }, async (page) => {
      await page.getByTestId('taskmaster-config-editor').waitFor();
      await shoot(page, 'config-editor');
      await page.getByPlaceholder('http://127.0.0.1:4747').fill(service.url);
      await page.getByLabel('Control token', { exact: true }).fill('not the real one');
      await page.getByRole('button', { name: 'Save & test' }).click();
      await page.getByText(/the control token in the datasource's settings is not the right one/).waitFor();
      await shoot(page, 'config-wrong-token');
      const saved = await api<Record<string, unknown>>('GET', `datasources/uid/${UID}`);
      assert.deepEqual(saved.secureJsonFields, { controlToken: true });
      assert.equal(JSON.stringify(saved).includes('not the real one'), false);
      await page.getByRole('button', { name: 'Reset' }).click();
      // Grafana notes in whole seconds when settings changed: of two changes within one it takes the later for none.
      await page.waitForTimeout(1100);
      await page.getByRole('button', { name: 'Save & test' }).click();
      await page.getByText(/Connected to Task-Master Observability/).waitFor();
    });
  });

  it('says in a sentence that nothing answers at an address', async () => {
    const dead = { url: 'http://127.0.0.1:9', uid: `${UID}-dead`, stop: async () => Promise.resolve() };
    await addDatasource(dead);
    try {
      const expected = /answer (400|500)|status of (400|500)|Failed to load/;
      await visit(`/connections/datasources/edit/${dead.uid}`, { height: 1500, expected }, async (page) => {
        await page.getByRole('button', { name: 'Save & test' }).click();
        await page
          .getByText(/127\.0\.0\.1:9/)
          .last()
          .waitFor();
        await shoot(page, 'config-unreachable');
      });
    } finally {
      await api('DELETE', `datasources/uid/${dead.uid}`);
    }
  });

  it('offers names instead of having them typed', async () => {
    await addDatasource(service);
    const [project] = await resource('lookup/projects');
    await visit(exploreLink(UID, { queryType: 'tasks', query: {} }), {}, async (page) => {
      await editor(page).waitFor();
      await choose(page, 'Project', project!.label);
      await choose(page, 'Status', /^done$/);
      await page.keyboard.press('Escape');
      await page.getByRole('table').waitFor();
      await until('the address holds what was chosen', () => {
        const panes = new URL(page.url()).searchParams.get('panes') ?? '';
        return panes.includes(project!.value) && panes.includes('"done"');
      });
      await shoot(page, 'explore-tasks');
    });
  });

  it('keeps the project when the type of query is changed', async () => {
    const [project] = await resource('lookup/projects');
    const target = { queryType: 'tasks', query: { project: project!.value, status: ['done'] } };
    await visit(exploreLink(UID, target), {}, async (page) => {
      await editor(page).waitFor();
      await choose(page, 'Query type', /^Dependency graph$/);
      await page.getByText('Node graph').first().waitFor();
      await until('the project stays and the status goes', () => {
        const panes = new URL(page.url()).searchParams.get('panes') ?? '';
        return panes.includes('dependencyGraph') && panes.includes(project!.value) && !panes.includes('"done"');
      });
      await shoot(page, 'explore-graph');
    });
  });

  it('shows logs with their histogram, and leads to the traces of its session', async () => {
    await visit(exploreLink(UID, { queryType: 'logs', query: { eventName: 'api_request' } }), {}, async (page) => {
      await page.getByText('Logs volume').waitFor();
      const line = page.getByText(/answered after .* tokens in/).first();
      await line.waitFor();
      assert.equal(await page.getByText('does not support full-range histograms').count(), 0);
      await shoot(page, 'explore-logs');
      await line.click();
      await page.getByRole('button', { name: 'Traces of this session' }).first().click();
      await page.getByText('Table - traces').waitFor();
      await shoot(page, 'explore-log-to-trace');
    });
  });

  it('finds traces, and opens one', async () => {
    await visit(exploreLink(UID, { queryType: 'traces', query: { minDurationMs: 1 } }), {}, async (page) => {
      await page.getByRole('table').waitFor();
      await page.getByRole('table').getByRole('cell').first().click();
      await page.getByText('Trace', { exact: true }).last().click();
      await page.getByText('Service & Operation').waitFor();
      await shoot(page, 'explore-trace');
    });
  });

  for (const queryType of ['projects', 'runs', 'status', 'timeline', 'events', 'checkpoints']) {
    it(`answers ${queryType}`, async () => {
      await visit(exploreLink(UID, { queryType, query: {} }), {}, async (page) => {
        await editor(page).waitFor();
        const table = page.getByRole('table');
        await (queryType === 'checkpoints' ? page.getByText(/No data|0 series returned/).first() : table).waitFor();
        assert.equal(await page.getByText(/error/i).filter({ hasText: 'Query' }).count(), 0);
      });
    });
  }

  it('draws a metric with a name for each series', async () => {
    const target = {
      queryType: 'metric',
      query: { metric: 'claude_code.token.usage', aggregation: 'increase', groupBy: ['type'] },
    };
    await visit(exploreLink(UID, target), {}, async (page) => {
      await page.getByText('cacheRead', { exact: true }).first().waitFor();
      await shoot(page, 'explore-metric');
    });
  });

  it('fits a telephone: the editor is one column', async () => {
    await visit(exploreLink(UID, { queryType: 'events', query: {} }), { width: 390, height: 1400 }, async (page) => {
      await editor(page).waitFor();
      const left = await editor(page)
        .locator('label[for]')
        .filter({ hasText: /\w/ })
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
      assert.ok(left.length > 8);
      assert.equal(new Set(left).size, 1, `columns at ${left.join()}`);
      await shoot(page, 'explore-390');
    });
  });
});
