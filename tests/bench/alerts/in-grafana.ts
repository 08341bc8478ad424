import { setTimeout as sleep } from 'node:timers/promises';
import { DATASOURCE_TYPE, DATASOURCE_UID } from '../../../contract/app-links.ts';
import { grafanaGroups } from '../../../alerts/grafana/files.ts';
import { type GrafanaRule } from '../../../alerts/grafana/rule.ts';
import { type Measured } from '../result.ts';
import { type RunningService } from '../service/running-service.ts';
import { childOf, shares } from './cpu.ts';

interface Grafana {
  url: string;
  pid: number;
}

const UID = 'taskmaster-bench';
const RULES = 200;
const ROUNDS = 5;

/** The rule set through Grafana: one evaluation of every rule, then 200 rules every 10 s. */
export async function grafanaRows(service: RunningService, grafana: Grafana, seconds: number): Promise<Measured[]> {
  const api = caller(grafana.url);
  const rules = grafanaGroups().groups.flatMap((group) => group.rules.map(onBench));
  await api('POST', 'datasources', {
    uid: UID,
    name: UID,
    type: DATASOURCE_TYPE,
    access: 'proxy',
    url: service.url.origin,
  });
  try {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      for (const { data } of rules) {
        await api('POST', 'v1/eval', { data, condition: 'Z', now: new Date().toISOString() });
      }
      times.push(performance.now() - began);
    }
    const pids = [service.pid, childOf(grafana.pid, 'gpx_taskmaster'), grafana.pid];
    const idle = await shares(pids, Math.max(10, seconds / 2));
    await api('POST', 'folders', { uid: UID, title: UID });
    await putMany(api, rules);
    await sleep(20_000);
    const counted = await evaluations(grafana.url);
    const busy = await shares(pids, seconds);
    const after = await evaluations(grafana.url);
    const [own, plugin, itself] = busy.map((share, at) => share - idle[at]!) as [number, number, number];
    const done = (after.count - counted.count) / seconds;
    const each = ((after.seconds - counted.seconds) / (after.count - counted.count)) * 1000;
    const median = [...times].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
    return [
      {
        name: 'whole rule set, evaluated by Grafana',
        value: median,
        unit: 'ms',
        target: 1000,
        better: 'lower',
        note: `${rules.length} rules one after the other, median of ${ROUNDS}`,
      },
      {
        name: '200 rules every 10 s, service and plugin',
        value: own + plugin,
        unit: '% of a core',
        target: 10,
        better: 'lower',
        note: `service ${own.toFixed(1)}, plugin ${plugin.toFixed(1)}; ${done.toFixed(1)} evaluations a second of ${each.toFixed(1)} ms`,
      },
      { name: '200 rules every 10 s, Grafana itself', value: itself, unit: '% of a core', better: 'lower' },
    ];
  } finally {
    await api('DELETE', `folders/${UID}?forceDeleteRules=true`).catch(() => undefined); // was not made yet
    await api('DELETE', `datasources/uid/${UID}`);
  }
}

type Api = (method: string, path: string, body?: unknown) => Promise<unknown>;

function caller(url: string): Api {
  return async (method, path, body) => {
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${method} /api/${path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    }
    return response.json();
  };
}

/** The rule on the datasource of the benchmark. */
function onBench(rule: GrafanaRule): GrafanaRule {
  return JSON.parse(JSON.stringify(rule).replaceAll(`"${DATASOURCE_UID}"`, `"${UID}"`)) as GrafanaRule;
}

async function putMany(api: Api, rules: readonly GrafanaRule[]): Promise<void> {
  const many = Array.from({ length: RULES }, (_, at) => ({
    ...rules[at % rules.length]!,
    uid: `bench-${at}`,
    title: `bench ${at}`,
    orgID: 1,
    folderUID: UID,
    ruleGroup: UID,
  }));
  for (const rule of many) {
    await api('POST', 'v1/provisioning/alert-rules', rule);
  }
  const group = { title: UID, folderUid: UID, interval: 10, rules: many };
  await api('PUT', `v1/provisioning/folder/${UID}/rule-groups/${UID}`, group);
}

/** How many evaluations Grafana has done, and how long they took together. */
async function evaluations(url: string): Promise<{ count: number; seconds: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const sum = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0
    );
  const name = 'grafana_alerting_rule_evaluation_duration_seconds';
  return { count: sum(`${name}_count`), seconds: sum(`${name}_sum`) };
}
