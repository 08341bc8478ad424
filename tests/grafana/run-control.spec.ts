import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { projectLink } from '../../contract/app-links.ts';
import { ExecutedRun } from '../browser/support/executed-run.ts';
import { assertAccessible } from '../browser/support/open.ts';
import { type Account, tokenOf } from './support/accounts.ts';
import { api, GRAFANA_URL } from './support/grafana.ts';
import { visit } from './support/visit.ts';

/** The card Execution of the app's Run page, on a real run of `execute`: for editors, and for viewers. */

const UID = 'taskmaster-suite-control';
const APP = '#pageContent';
/** Grafana's front end asks for the organisations of whoever looks; a service account has none. */
const expected = /\/api\/user\/orgs|^exception: $/;

describe('control of a run in Grafana', () => {
  let run: ExecutedRun;
  let viewer: Account;
  let editor: Account;
  const page = () => `${projectLink(run.project)}?ds=${UID}`;
  const card = (on: Page) => on.getByTestId('run-control');

  before(async () => {
    run = await ExecutedRun.start();
    await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined);
    await api('POST', 'datasources', {
      uid: UID,
      name: `Service of ${UID}`,
      type: 'taskmaster-observability-datasource',
      access: 'proxy',
      url: run.url.origin,
      secureJsonData: { controlToken: run.controlToken },
    });
    [viewer, editor] = [await tokenOf('Viewer'), await tokenOf('Editor')];
  });
  after(async () => {
    await Promise.all([viewer?.remove(), editor?.remove()]);
    await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined);
    await run?.close();
  });

  it('lets an editor pause it and go on, who is named with the command', async () => {
    await visit(page(), { token: editor.token, expected }, async (on) => {
      await on.getByTestId('run-phase').getByText('running, 2 at once').waitFor();
      await card(on).getByRole('button', { name: 'Pause', exact: true }).click();
      const ask = on.getByRole('alertdialog', { name: 'Pause?' });
      await ask.getByLabel('Reason').fill('lunch');
      await assertAccessible(on, APP);
      await ask.getByRole('button', { name: 'Pause the run' }).click();
      await on.getByTestId('command-outcome').getByText('Paused: running attempts').waitFor();
      await on.getByTestId('run-phase').getByText(`paused by ${editor.login}`).waitFor();
      const [paused] = await run.events('run.paused');
      assert.deepEqual([paused?.data.actor, paused?.data.reason], [editor.login, 'lunch']);
      await card(on).getByRole('button', { name: 'Continue', exact: true }).click();
      await on.getByTestId('run-phase').getByText('running').waitFor();
    });
  });

  it('refuses a viewer in a sentence, on the page and where the page is gone round', async () => {
    await visit(page(), { token: viewer.token, expected }, async (on) => {
      await on.getByTestId('run-phase').getByText('running').waitFor();
      await card(on).getByText('Only editors may control a run.').waitFor();
      assert.equal(await card(on).getByRole('button').count(), 0);
      await assertAccessible(on, APP);
    });
    const path = `datasources/uid/${UID}/resources/control/runs/${encodeURIComponent(run.run)}/control`;
    const answer = await fetch(`${GRAFANA_URL}/api/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${viewer.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'emergency-stop' }),
    });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /needs the role Editor or Admin/);
    assert.deepEqual(await run.events('run.stopping'), []);
  });
});
