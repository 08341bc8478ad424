import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type GrafanaRule } from '../../alerts/grafana/rule.ts';
import { DATASOURCE_TYPE, DATASOURCE_UID } from '../../contract/app-links.ts';
import { encodeChannel } from '../../contract/channel-path.ts';
import { type QueryAnswer } from '#contract/frames.ts';
import { QUERY_TYPES } from '#contract/queries.ts';
import { AlertProject } from './support/alert-project.ts';
import { askService, putRules, removeFolder, ruleStates, SERVICE_URL, until } from './support/alerts.ts';
import { tokenOf } from './support/accounts.ts';
import { api, GRAFANA_URL } from './support/grafana.ts';
import { LiveSocket } from './support/live-socket.ts';
import { differences } from './support/same-answer.ts';

/**
 * The datasource's executable in a real Grafana: health, every query type against the service's own answer, look-ups, roles, a
 * streamed channel, an alert rule. Needs the datasource `taskmaster` in that Grafana, and TASKMASTER_URL: the service behind it,
 * without an API token.
 */

const datasource = { type: DATASOURCE_TYPE, uid: DATASOURCE_UID };
/** The service gives the same answer to the same question for a second. */
const KEPT_MS = 1100;
const WRONG = 'taskmaster-suite-wrong';
const RESOURCES = `${GRAFANA_URL}/api/datasources/uid/${DATASOURCE_UID}/resources`;

interface Health {
  status: string;
  message: string;
  details: { cause: string; url?: string };
}

async function health(uid: string): Promise<Health> {
  return (await (await fetch(`${GRAFANA_URL}/api/datasources/uid/${uid}/health`)).json()) as Health;
}

/** What a query through Grafana answers, whatever its status. */
async function throughGrafana(queries: object[], from: number, to: number): Promise<QueryAnswer> {
  const response = await fetch(`${GRAFANA_URL}/api/ds/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: String(from), to: String(to), queries }),
  });
  return (await response.json()) as QueryAnswer;
}

/** Fires while the service takes more than so many bytes of memory. */
function memoryRule(bytes: number): GrafanaRule {
  const query = { metric: 'process_resident_memory_bytes', aggregation: 'last', instant: true };
  const expression = { type: '__expr__', uid: '__expr__' };
  const conditions = [{ evaluator: { type: 'gt', params: [bytes] } }];
  const range = { from: 600, to: 0 };
  return {
    uid: 'taskmaster-datasource-suite',
    title: 'Memory of the service',
    condition: 'B',
    data: [
      // The type stands in the model only, as in a rule that was made by hand.
      {
        refId: 'A',
        relativeTimeRange: range,
        datasourceUid: DATASOURCE_UID,
        model: { refId: 'A', datasource, queryType: 'metric', query, intervalMs: 1000, maxDataPoints: 43_200 },
      },
      {
        refId: 'B',
        relativeTimeRange: range,
        datasourceUid: '__expr__',
        model: { refId: 'B', type: 'threshold', expression: 'A', datasource: expression, conditions },
      },
    ],
    for: '0s',
    noDataState: 'OK',
    execErrState: 'Error',
    isPaused: false,
    annotations: {},
    labels: {},
  };
}

describe('datasource executable', { skip: SERVICE_URL === '' && 'TASKMASTER_URL is not set' }, () => {
  const project = new AlertProject('datasource-suite');
  before(() => project.begin('Datasource suite'));

  describe('health', () => {
    after(() => Promise.all(Object.keys(wrong).map((cause) => api('DELETE', `datasources/uid/${WRONG}-${cause}`))));
    const wrong = { unreachable: 'http://127.0.0.1:1', 'other-service': GRAFANA_URL };

    it('says that it is connected, and what is wrong where it is not', async () => {
      const good = await health(DATASOURCE_UID);
      assert.equal(good.status, 'OK', good.message);
      assert.match(good.message, /^Connected to Task-Master Observability /);
      for (const [cause, url] of Object.entries(wrong)) {
        const settings = { uid: `${WRONG}-${cause}`, name: `Suite: ${cause}`, access: 'proxy', url };
        await api('POST', 'datasources', { ...datasource, ...settings });
        const bad = await health(settings.uid);
        assert.deepEqual([bad.status, bad.details.cause], ['ERROR', cause], bad.message);
      }
    });
  });

  describe('queries', () => {
    const to = Date.now();
    const from = to - 2 * 3_600_000;
    const fields: Record<string, object> = { metric: { metric: 'process_resident_memory_bytes', aggregation: 'avg' } };

    for (const queryType of QUERY_TYPES) {
      it(`${queryType}: Grafana answers what the service answers`, async () => {
        const query = fields[queryType] ?? (queryType === 'projects' ? {} : { project: project.id });
        const asked = { refId: 'A', queryType, query, intervalMs: 30_000, maxDataPoints: 400 };
        const direct = () => askService([{ ...asked, timeRange: { from, to } }]);
        const early = (await direct()).results.A!;
        const through = (await throughGrafana([{ ...asked, datasource }], from, to)).results.A!;
        await wait(KEPT_MS); // else it is the early answer once more
        const late = (await direct()).results.A!;
        assert.equal(through.status, 200, through.error);
        assert.ok(early.frames && late.frames && through.frames && early.frames.length > 0, early.error);
        assert.equal(through.frames.length, early.frames.length);
        for (const [at, frame] of through.frames.entries()) {
          assert.deepEqual(differences(frame, early.frames[at]!, late.frames[at]!), []);
        }
      });
    }

    it('answers each query of a request by itself', async () => {
      const one = (refId: string, queryType: string, more = {}) => ({ refId, queryType, datasource, ...more });
      const queries = [
        one('A', 'tasks', { query: { limit: 1 } }),
        one('B', 'nothing'),
        one('C', 'tasks', { query: { wrong: 1 } }),
      ];
      const { results } = await throughGrafana(queries, from, to);
      assert.equal(results.A?.status, 200);
      assert.match(results.B?.error ?? '', /There is no query type 'nothing'/);
      assert.match(results.C?.error ?? '', /wrong/);
      assert.deepEqual([results.B?.status, results.C?.status], [400, 400]);
    });
  });

  describe('resources', () => {
    const accounts: Array<{ remove(): Promise<unknown> }> = [];
    after(() => Promise.all(accounts.map((account) => account.remove())));
    const call = async (path: string, method: string, token?: string) => {
      const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), 'content-type': 'application/json' };
      const response = await fetch(`${RESOURCES}/${path}`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
      return { status: response.status, text: await response.text() };
    };

    it('look up names and ids, slashes in them included', async () => {
      const names = await call(`lookup/tasks?project=${project.id}`, 'GET');
      assert.equal(names.status, 200, names.text);
      assert.match(names.text, /Task 1/);
      const task = await call(`tasks/${encodeURIComponent(`${project.id}/master/2`)}`, 'GET');
      assert.equal(task.status, 200, task.text);
      assert.match(task.text, /Task 2/);
    });

    it('reach nothing else', async () => {
      for (const path of ['..%2f..%2fmetrics', 'lookup%2f..%2f..%2f..%2fmetrics', 'live', 'login', 'query']) {
        const { status, text } = await call(path, 'GET');
        assert.equal(status, 404, `${path}: ${text}`);
      }
    });

    it('let viewers look, and editors control', async () => {
      const [viewer, editor] = [await tokenOf('Viewer'), await tokenOf('Editor')];
      accounts.push(viewer, editor);
      assert.equal((await call('projects', 'GET', viewer.token)).status, 200);
      const refused = await call('control/purge', 'POST', viewer.token);
      assert.equal(refused.status, 403, refused.text);
      assert.match(refused.text, /needs the role Editor or Admin/);
      const admitted = await call('control/purge', 'POST', editor.token);
      assert.ok(admitted.status === 400 || admitted.status === 412, admitted.text); // no field, or no control token: both are past the role
    });
  });

  describe('live', () => {
    it('streams rows that change to two viewers, and refuses other channels', async () => {
      const channel = `ds/${DATASOURCE_UID}/${encodeChannel(`project/${project.id}`)}`;
      const viewers = [await LiveSocket.open(), await LiveSocket.open()];
      try {
        for (const viewer of viewers) {
          assert.equal(await viewer.subscribe(channel), undefined);
        }
        const moves = ['in-progress', 'done'];
        await until('both viewers have the row', async () => {
          moves.reverse();
          await project.move('2', moves[1]!, moves[0]!);
          return viewers.every(({ frames }) =>
            frames.some(({ data }) => data.values[0]?.includes(`${project.id}/master/2`))
          );
        });
        assert.ok(viewers[0]!.frames.every(({ schema }) => schema.fields[0]?.name === 'id'));
        assert.ok(await viewers[0]!.subscribe(`ds/${DATASOURCE_UID}/project/nobody`));
        assert.ok(await viewers[0]!.subscribe(`ds/${DATASOURCE_UID}/nothing`));
        assert.ok(await viewers[0]!.publish(channel));
      } finally {
        viewers.forEach((viewer) => viewer.close());
      }
    });
  });

  describe('alerting', () => {
    const FOLDER = 'taskmaster-datasource-suite';
    const TITLE = 'Datasource suite';
    after(() => removeFolder(FOLDER));

    it('a rule on a metric fires, and resolves when its condition no longer holds', async () => {
      const state = async () => (await ruleStates(TITLE))[0];
      await putRules(FOLDER, TITLE, [memoryRule(1)]);
      await until(
        'the rule fires',
        async () => (await state())?.alerts?.some((alert) => alert.state === 'Alerting') ?? false
      );
      assert.equal((await state())?.health, 'ok');
      await putRules(FOLDER, TITLE, [memoryRule(1e15)]);
      await until('the rule resolves', async () => {
        const now = await state();
        return now?.health === 'ok' && !now.alerts?.some((alert) => /Alerting|Pending/.test(alert.state));
      });
    });
  });
});
