import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Evaluator, type RuleChange } from '../../alerts/evaluator/evaluator.ts';
import { FOLDER } from '../../alerts/grafana/files.ts';
import { grafanaRule } from '../../alerts/grafana/rule.ts';
import { RULES } from '../../alerts/rules/index.ts';
import { AlertProject } from './support/alert-project.ts';
import { askService, putRules, removeFolder, ruleStates, SERVICE_URL, until } from './support/alerts.ts';
import { api, GRAFANA_URL } from './support/grafana.ts';

/**
 * The provisioned rules in a real Grafana, and the three questions and the error rate firing and resolving there for real: the same
 * rules, evaluated every 10 s and without `for`. Beside Grafana the repository's own evaluator looks at the same service; what
 * the two say is compared. Needs provisioning/alerting and the datasource `taskmaster` in that Grafana, and TASKMASTER_URL: the service
 * behind it, started with TASKMASTER_OBSERVE_BUDGETS=alerts-suite=1.
 */

const SUITE = 'taskmaster-alert-suite';
const TITLE = 'Task-Master alert suite';
const CHOSEN = ['stuck', 'over-budget', 'finished', 'command-failures'];
const OPTIONS = { for: '0s', uidPrefix: 'suite-' };

describe('provisioned alert rules', () => {
  it('are all there and all well', async () => {
    const known = await api<Array<{ uid: string; provenance?: string }>>('GET', 'v1/provisioning/alert-rules');
    const ours = known.filter(({ uid }) => uid.startsWith('taskmaster-'));
    assert.deepEqual(ours.map(({ uid }) => uid).sort(), RULES.map(({ id }) => `taskmaster-${id}`).sort());
    assert.ok(ours.every(({ provenance }) => provenance === 'file'));
    const evaluated = async () =>
      (await ruleStates(FOLDER)).every(({ lastEvaluation }) => !lastEvaluation.startsWith('0001'));
    await until('every rule was evaluated', evaluated, 120_000);
    for (const { name, health, lastError } of await ruleStates(FOLDER)) {
      assert.equal(health, 'ok', `${name}: ${lastError ?? ''}`);
    }
  });
});

describe('rules that fire for real', { skip: SERVICE_URL === '' && 'TASKMASTER_URL is not set' }, () => {
  after(() => (SERVICE_URL === '' ? undefined : removeFolder(SUITE)));

  it('stuck, over budget, finished and failing commands fire and resolve, as the evaluator says', async () => {
    const project = new AlertProject('alerts-suite');
    const rules = RULES.filter(({ id }) => CHOSEN.includes(id)).map((rule) => grafanaRule(rule, OPTIONS));
    await putRules(SUITE, TITLE, rules);
    const watch = watchBoth(project.id, rules);
    const firing = (id: string) => watch.firing(`suite-${id}`);
    try {
      await project.begin('alerts-suite');
      await until('the task is stuck', () => firing('stuck') !== undefined);
      await until('it costs more than a dollar', () => firing('over-budget') !== undefined);
      checkTexts(firing('stuck')!, firing('over-budget')!);
      const { run } = firing('stuck')!.labels;

      await project.sign();
      await until('the task is alive', () => firing('stuck') === undefined);

      await project.calls(20, true);
      await project.calls(12, false);
      await until('commands fail', () => firing('command-failures') !== undefined);
      await project.calls(500, true);
      await until('commands are well', () => firing('command-failures') === undefined);

      await project.move('1', 'in-progress', 'done');
      await project.move('2', 'pending', 'done');
      await until('everything is finished', () => firing('finished') !== undefined);
      await project.move('2', 'done', 'in-progress');
      await until('something is to do again', () => firing('finished') === undefined);

      await project.end(run!);
      await until('nobody works', () => firing('over-budget') === undefined);
    } finally {
      await watch.stop();
    }
    for (const id of CHOSEN) {
      const [own, grafana] = watch.told(`suite-${id}`);
      assert.deepEqual(grafana, ['firing', 'resolved'], `Grafana on ${id}`);
      assert.deepEqual(own, grafana, `the evaluator on ${id}`);
    }
    // Grafana spreads rules over their interval; states of both are at most that and one look apart.
    assert.ok(watch.farthestMs() < 25_000, `${watch.farthestMs()} ms apart`);
    process.stdout.write(`Evaluator and Grafana changed state at most ${watch.farthestMs()} ms apart.\n`);
  });
});

interface Firing {
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

function checkTexts(stuck: Firing, budget: Firing): void {
  const { project, run, task } = stuck.labels;
  assert.equal(task, '1');
  assert.equal(stuck.labels.severity, 'high');
  assert.equal(stuck.annotations.summary, `Task 1 of ${project} is in progress and shows no sign of life`);
  const link = new URL(stuck.annotations.link!);
  assert.equal(link.origin, new URL(GRAFANA_URL).origin.replace('127.0.0.1', link.hostname));
  assert.equal(link.pathname, `/a/taskmaster-observability-app/projects/${project}/runs/${run}`);
  assert.equal(link.searchParams.get('task'), '1');
  const [from, to] = [Number(link.searchParams.get('from')), Number(link.searchParams.get('to'))];
  const silent = (Date.now() - (to - 300_000)) / 60_000;
  assert.ok(silent > 39 && silent < 45, `the link leads to ${silent} minutes ago`);
  assert.equal(to - from, 2_100_000);
  assert.match(budget.annotations.summary!, /has cost more than its budget: 3\.0 times of it/);
  assert.match(budget.annotations.runbook_url!, /alerts\.md#over-budget$/);
}

/** Looks at Grafana every half second and evaluates the same rules every 10 s, until stopped. */
function watchBoth(project: string, rules: ReadonlyArray<ReturnType<typeof grafanaRule>>) {
  const evaluator = new Evaluator([{ interval: '10s', rules }], askService);
  const own: RuleChange[] = [];
  const seen: Array<{ uid: string; at: number; fires: boolean }> = [];
  const now = new Map<string, Firing>();
  const uidOf = new Map(rules.map(({ uid, title }) => [title, uid]));
  let on = true;
  const evaluate = async () => {
    while (on) {
      const began = Date.now();
      own.push(...(await evaluator.evaluate(began)).filter(({ labels }) => labels.project === project));
      await until('the next evaluation', () => !on || Date.now() - began >= 10_000, 20_000);
    }
  };
  const look = async () => {
    while (on) {
      for (const { name, alerts = [] } of await ruleStates(TITLE)) {
        const uid = uidOf.get(name) ?? name;
        const alert = alerts.find(({ state, labels }) => state === 'Alerting' && labels.project === project);
        if ((alert !== undefined) !== now.has(uid)) {
          seen.push({ uid, at: Date.now(), fires: alert !== undefined });
        }
        if (alert) {
          now.set(uid, alert);
        } else {
          now.delete(uid);
        }
      }
      await until('the next look', () => true);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const running = [evaluate(), look()];
  const ownOf = (uid: string) => own.filter((change) => change.uid === uid && change.to !== 'Pending');
  const seenOf = (uid: string) => seen.filter((change) => change.uid === uid);
  return {
    firing: (uid: string) => now.get(uid),
    told: (uid: string) => [
      ownOf(uid).map(({ to }) => (to === 'Alerting' ? 'firing' : 'resolved')),
      seenOf(uid).map(({ fires }) => (fires ? 'firing' : 'resolved')),
    ],
    farthestMs: () =>
      Math.max(
        ...rules.flatMap(({ uid }) =>
          seenOf(uid).map(({ at }, index) => Math.abs(at - (ownOf(uid)[index]?.at ?? Infinity)))
        )
      ),
    async stop() {
      // Whatever Grafana has seen last the evaluator sees within its interval.
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      on = false;
      await Promise.all(running);
    },
  };
}
