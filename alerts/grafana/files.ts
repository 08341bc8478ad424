import { GROUPS, RULES } from '../rules/index.ts';
import { type Rule } from '../types.ts';
import { type GrafanaOptions, grafanaRule } from './rule.ts';

export const FOLDER = 'Task-Master';

export interface GroupOptions extends GrafanaOptions {
  rules?: readonly Rule[];
  folder?: string;
  /** Instead of each group's own. */
  interval?: string;
}

/** The rules in their groups, as a provisioning file. */
export function grafanaGroups({ rules = RULES, folder = FOLDER, interval, ...options }: GroupOptions = {}) {
  const names = [...new Set(rules.map(({ group }) => group))];
  return {
    apiVersion: 1,
    groups: names.map((group) => ({
      orgId: 1,
      name: GROUPS[group].name,
      folder,
      interval: interval ?? GROUPS[group].interval,
      rules: rules.filter((rule) => rule.group === group).map((rule) => grafanaRule(rule, options)),
    })),
  };
}
