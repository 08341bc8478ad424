import { AFTER_S, BEFORE_S, linkPath, MOMENTS, runbook } from '../links.ts';
import { GROUPS, RULES } from '../rules/index.ts';
import { asTemplate, type Dialect, type Write } from '../text.ts';
import { type Rule } from '../types.ts';
import { conditionPromql, promqlOf } from './promql.ts';

/** The rules in Prometheus' rule file format, over what the service shows at `/metrics`. */

export interface PrometheusRule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** `task-overrun` is `TaskmasterTaskOverrun`. */
export const alertName = (rule: Rule): string =>
  `Taskmaster${rule.id.replaceAll(/(?:^|-)([a-z])/g, (_whole, letter: string) => letter.toUpperCase())}`;

/** Asks Prometheus for the moment while the text is written: its templates know no other series than the alert's. */
function momentQuery(rule: Rule, shift: string, write: Write): string {
  const term = MOMENTS[rule.moment ?? 'run'];
  const expr = promqlOf(
    term,
    term.by.map((label) => `${label}=%q`)
  );
  const labels = term.by.map((label) => `$labels.${label}`).join(' ');
  const text = `${expr}${shift}`.replaceAll('"', String.raw`\"`);
  return `{{ with printf "${text}" ${labels} | query }}{{ ${write('(. | first | value)')} }}{{ end }}`;
}

export function prometheusRule(rule: Rule, docsUrl?: string): PrometheusRule {
  const dialect: Dialect = {
    value: (write) => `{{ ${write('$value')} }}`,
    ...(rule.moment ? { moment: (write) => momentQuery(rule, '', write) } : {}),
  };
  const at = (shift: string) => momentQuery(rule, ` * 1000 ${shift}`, (name) => `printf "%.0f" ${name}`);
  const path = linkPath(rule, { from: at(`- ${BEFORE_S}000`), to: at(`+ ${AFTER_S}000`) });
  return {
    alert: alertName(rule),
    expr: rule.prometheus?.expr ?? conditionPromql(rule.condition),
    ...(rule.for === '0s' ? {} : { for: rule.for }),
    labels: { severity: rule.severity, product: 'taskmaster', rule: rule.id },
    annotations: {
      summary: asTemplate(rule.summary, dialect),
      since: asTemplate(rule.since, dialect),
      description: rule.meaning,
      // Prometheus does not know where Grafana is: global.external_labels.grafana_url says it.
      link: `{{ $externalLabels.grafana_url }}${path}`,
      runbook_url: runbook(rule, docsUrl),
    },
  };
}

export function prometheusGroups(rules: readonly Rule[] = RULES, docsUrl?: string) {
  const names = [...new Set(rules.map(({ group }) => group))];
  return {
    groups: names.map((group) => ({
      name: `taskmaster-${group}`,
      interval: GROUPS[group].interval,
      rules: rules.filter((rule) => rule.group === group).map((rule) => prometheusRule(rule, docsUrl)),
    })),
  };
}
