import { setTimeout as sleep } from 'node:timers/promises';
import { type QueryAnswer } from '#contract/frames.ts';
import { type GrafanaRule } from '../../../alerts/grafana/rule.ts';
import { api, GRAFANA_URL } from './grafana.ts';

/** Alert rules of a running Grafana, and the service its datasource `taskmaster` talks to. */

/** Address of that service, to give it events; without it nothing can be made to fire. */
export const SERVICE_URL = (process.env.TASKMASTER_URL ?? '').replace(/\/+$/, '');

const GROUP = 'suite';

export interface RuleState {
  name: string;
  health: string;
  lastError?: string;
  lastEvaluation: string;
  labels?: Record<string, string>;
  alerts?: Array<{ state: string; labels: Record<string, string>; annotations: Record<string, string> }>;
}

/** All rules with their alerts, as Grafana evaluated them last. */
export async function ruleStates(folder: string): Promise<RuleState[]> {
  const response = await fetch(`${GRAFANA_URL}/api/prometheus/grafana/api/v1/rules`);
  const { data } = (await response.json()) as { data: { groups: Array<{ file: string; rules: RuleState[] }> } };
  return data.groups.filter(({ file }) => file === folder).flatMap(({ rules }) => rules);
}

/** Puts rules into a folder of the suite's own, evaluated every 10 s, as Grafana's user interface would. */
export async function putRules(folder: string, title: string, rules: readonly GrafanaRule[]): Promise<void> {
  const folders = await api<Array<{ uid: string }>>('GET', 'folders');
  if (!folders.some(({ uid }) => uid === folder)) {
    await api('POST', 'folders', { uid: folder, title });
  }
  const placed = rules.map((rule) => ({ ...rule, orgID: 1, folderUID: folder, ruleGroup: GROUP }));
  const known = await api<Array<{ uid: string }>>('GET', 'v1/provisioning/alert-rules');
  for (const rule of placed.filter(({ uid }) => !known.some((one) => one.uid === uid))) {
    await api('POST', 'v1/provisioning/alert-rules', rule);
  }
  // Only a whole group has an interval.
  const path = `v1/provisioning/folder/${folder}/rule-groups/${GROUP}`;
  await api('PUT', path, { title: GROUP, folderUid: folder, interval: 10, rules: placed });
}

export async function removeFolder(folder: string): Promise<void> {
  await api('DELETE', `folders/${folder}?forceDeleteRules=true`);
}

/** Hands events to the service, as an executor of one's own does. */
export async function sendEvents(events: unknown[]): Promise<void> {
  const response = await fetch(`${SERVICE_URL}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  const answer = await response.text();
  if (!response.ok || !answer.includes('"rejected":[]')) {
    throw new Error(`The service answered ${response.status}: ${answer.slice(0, 300)}`);
  }
}

export async function askService(queries: unknown[]): Promise<QueryAnswer> {
  const response = await fetch(`${SERVICE_URL}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries }),
  });
  return (await response.json()) as QueryAnswer;
}

/** Waits until something is so, looking every half second. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, mostMs = 180_000): Promise<void> {
  const end = Date.now() + mostMs;
  while (!(await isSo())) {
    if (Date.now() > end) {
      throw new Error(`Not within ${mostMs / 1000} s: ${what}`);
    }
    await sleep(500);
  }
}
