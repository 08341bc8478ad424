import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { assertAccessible, assertNoSidewaysScroll, open, OUTPUT, until } from './support/open.ts';
import { type FakeService, goldenFrames } from './support/fake-service.ts';

const PROJECT = String(goldenFrames('projects')[0]!.data.values[0]![0]);
const editor = (kind: string, value: object = {}) =>
  `/editors/${kind}?value=${encodeURIComponent(JSON.stringify(value))}`;

async function saved(page: Page): Promise<{ queryType?: string; query?: Record<string, unknown>; live?: boolean }> {
  return JSON.parse((await page.getByTestId('saved').textContent()) ?? '{}') as object;
}

/** A picture for people to look at. */
async function shoot(page: Page, name: string) {
  mkdirSync(resolve(OUTPUT, 'screens'), { recursive: true });
  await page.screenshot({ path: resolve(OUTPUT, 'screens', `${name}.png`) });
}

async function choose(page: Page, field: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: field, exact: true }).click({ force: true });
  await page.getByRole('option').getByText(option).first().click();
}

const TYPES = [
  'tasks',
  'status',
  'dependencyGraph',
  'timeline',
  'runs',
  'events',
  'metric',
  'logs',
  'traces',
  'projects',
  'checkpoints',
];

describe('the query editor', () => {
  for (const queryType of TYPES) {
    it(`has labelled fields for ${queryType}, in one column on a telephone`, async () => {
      const path = editor('query', { queryType, query: { project: PROJECT, metric: 'm' } });
      await open({ path, width: 390, height: 1600, touch: true }, async ({ page }) => {
        await page.getByTestId('taskmaster-query-editor').waitFor();
        await assertNoSidewaysScroll(page);
        await assertAccessible(page);
      });
    });
  }

  it('offers what the service knows, and saves what is chosen', async () => {
    await open({ path: editor('query', { queryType: 'tasks' }) }, async ({ page }) => {
      await choose(page, 'Project', String(goldenFrames('projects')[0]!.data.values[1]![0]));
      await choose(page, 'Status', /^in-progress$/);
      await page
        .getByRole('option')
        .getByText(/^review$/)
        .click(); // the list stays open for several
      await page.keyboard.press('Escape');
      assert.deepEqual(await saved(page), {
        queryType: 'tasks',
        refId: 'A',
        query: { project: PROJECT, status: ['in-progress', 'review'] },
      });
      assert.ok(Number(await page.getByTestId('saved').getAttribute('data-asked')) >= 3);
    });
  });

  it('takes what is typed and in no list', async () => {
    await open({ path: editor('query', { queryType: 'metric' }) }, async ({ page }) => {
      const metric = page.getByRole('combobox', { name: 'Metric', exact: true });
      await metric.click({ force: true });
      await metric.fill('my_own_metric');
      await page.keyboard.press('Enter');
      await until('it is saved', async () => (await saved(page)).query?.metric === 'my_own_metric');
    });
  });

  it('is used with the keyboard alone', async () => {
    await open({ path: editor('query', { queryType: 'tasks' }) }, async ({ page }) => {
      await page.getByRole('combobox', { name: 'Query type' }).focus();
      await page.keyboard.type('Runs');
      await page.keyboard.press('Enter');
      await until('runs are asked for', async () => (await saved(page)).queryType === 'runs');
      await page.getByLabel('Limit', { exact: true }).focus();
      await page.keyboard.type('7');
      await page.keyboard.press('Enter');
      await until('seven of them', async () => (await saved(page)).query?.limit === 7);
      await page.getByLabel('Live', { exact: true }).focus();
      await page.keyboard.press('Space');
      await until('followed', async () => (await saved(page)).live === true);
    });
  });

  it('keeps what both types know when the type changes', async () => {
    const path = editor('query', { queryType: 'tasks', query: { project: PROJECT, status: ['done'], limit: 3 } });
    await open({ path }, async ({ page }) => {
      await choose(page, 'Query type', /^Runs$/);
      await until('the type changed', async () => (await saved(page)).queryType === 'runs');
      assert.deepEqual((await saved(page)).query, { project: PROJECT, limit: 3 });
    });
  });

  it('makes, changes and removes filters', async () => {
    await open(
      { path: editor('query', { queryType: 'metric', query: { metric: 'claude_code.token.usage' } }) },
      async ({ page }) => {
        await page.getByRole('button', { name: 'Add a filter' }).click();
        await choose(page, 'Filter 1: label', 'type');
        await choose(page, 'Filter 1: value', 'output');
        await until('the filter is there', async () =>
          JSON.stringify((await saved(page)).query?.filters ?? '').includes('output')
        );
        assert.deepEqual((await saved(page)).query?.filters, [{ label: 'type', op: '=', value: 'output' }]);
        await page.getByRole('button', { name: 'Remove filter 1' }).click();
        await until('it is gone', async () => (await saved(page)).query?.filters === undefined);
      }
    );
  });

  it('shows PromQL where the service takes it, and says so where it does not', async () => {
    const path = editor('query', { queryType: 'metric', query: { raw: 'up' } });
    await open({ path }, async ({ page }) => {
      await page.getByRole('textbox', { name: 'PromQL' }).waitFor();
      await page.getByText('takes no PromQL').waitFor();
      await page.getByRole('radio', { name: 'Builder' }).click();
      await page.getByRole('combobox', { name: 'Metric', exact: true }).waitFor();
      assert.equal((await saved(page)).query?.raw, undefined);
    });
  });

  it('says why nothing is offered', async () => {
    const prepare = (service: FakeService) => {
      service.lookUpProblem = 'The journal cannot be read just now.';
    };
    await open({ path: editor('query', { queryType: 'tasks' }), prepare }, async ({ page, expect }) => {
      expect(503);
      await page.getByRole('combobox', { name: 'Run', exact: true }).click({ force: true });
      await page.getByText('The journal cannot be read just now.').first().waitFor();
    });
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`looks right, ${scheme}`, async () => {
      const path = editor('query', {
        queryType: 'logs',
        query: { severity: 'warn', filters: [{ label: 'tool', op: '=', value: 'Bash' }] },
      });
      await open({ path, scheme, height: 700 }, async ({ page }) => {
        await page.getByTestId('taskmaster-query-editor').waitFor();
        await assertAccessible(page);
        await shoot(page, `query-editor-${scheme}`);
      });
    });
  }
});

describe('the settings editor', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`takes an address and tokens, and gives secrets up, ${scheme}`, async () => {
      const value = { secureJsonFields: { apiToken: true } };
      await open({ path: editor('config', value), scheme, height: 1500 }, async ({ page }) => {
        await page.getByPlaceholder('http://127.0.0.1:4747').fill('http://service:4747');
        await page.getByRole('button', { name: 'Reset' }).click();
        await page.getByLabel('API token', { exact: true }).fill('abc');
        await until('the token is in what is saved', async () =>
          ((await page.getByTestId('saved').textContent()) ?? '').includes('"apiToken": "abc"')
        );
        const text = await page.getByTestId('saved').textContent();
        assert.match(text ?? '', /"url": "http:\/\/service:4747"/);
        assert.match(text ?? '', /"apiToken": false/);
        await shoot(page, `config-editor-${scheme}`);
      });
    });
  }

  it('is for reading only where a file holds the settings', async () => {
    await open({ path: editor('config', { readOnly: true }), height: 1500 }, async ({ page }) => {
      await page.getByText('These settings come from a file').waitFor();
      assert.equal(await page.getByLabel('API token', { exact: true }).isDisabled(), true);
    });
  });
});

describe('the variable editor', () => {
  it('makes the text of a look-up from choices, and reads it back', async () => {
    await open({ path: editor('variable', { query: 'projects()' }) }, async ({ page }) => {
      await page.getByTestId('taskmaster-variable-editor').waitFor();
      await choose(page, 'Values', /^Runs$/);
      await choose(page, 'Project', String(goldenFrames('projects')[0]!.data.values[1]![0]));
      await until('the text is made', async () =>
        ((await page.getByTestId('saved').textContent()) ?? '').includes(`runs(${PROJECT})`)
      );
      await page.getByLabel('Written', { exact: true }).fill('colours()');
      await page.keyboard.press('Enter');
      await page.getByText('"colours()" is no look-up.').waitFor();
      await assertAccessible(page);
    });
  });
});
