import { DATASOURCE_TYPE, DATASOURCE_UID } from '../../contract/app-links.ts';
import { AFTER_S, BEFORE_S, linkPath, MOMENTS, runbook } from '../links.ts';
import { seconds } from '../seconds.ts';
import { asTemplate, type Dialect, type Write } from '../text.ts';
import { type Rule, type Term } from '../types.ts';

/** One rule as Grafana's file provisioning takes it (`AlertRuleV1` in its `pkg/services/provisioning/alerting/rules_types.go`). */

export interface GrafanaQuery {
  refId: string;
  relativeTimeRange: { from: number; to: number };
  datasourceUid: string;
  model: Record<string, unknown> & { refId: string };
}

export interface GrafanaRule {
  uid: string;
  title: string;
  condition: string;
  data: GrafanaQuery[];
  for: string;
  noDataState: 'OK';
  execErrState: 'Error' | 'Alerting' | 'OK';
  isPaused: boolean;
  annotations: Record<string, string>;
  labels: Record<string, string>;
  notification_settings?: { receiver: string; group_by: string[]; repeat_interval: string };
}

export interface GrafanaOptions {
  docsUrl?: string;
  /** Writes notification settings to this contact point into every rule; it has to exist. */
  receiver?: string;
  /** Instead of the rule's own: for trying rules out. */
  for?: string;
  uidPrefix?: string;
}

const EXPRESSION = '__expr__';
/** The condition; V is the value it compares, R a reduced series, T the moment with F and U around it. */
export const CONDITION = 'Z';
const VALUE = 'V';
const REDUCED = 'R';
const MOMENT = 'T';

export function grafanaRule(rule: Rule, options: GrafanaOptions = {}): GrafanaRule {
  const { condition } = rule;
  const moment = rule.moment && MOMENTS[rule.moment];
  const [first = 'A'] = Object.keys(condition.terms);
  const input = condition.reduce ? REDUCED : first;
  const value = condition.math ? VALUE : input;
  const data = [
    ...Object.entries(condition.terms).map(([refId, term]) =>
      query(refId, term, refId === first && !!condition.reduce)
    ),
    ...(condition.reduce ? [reduce(first, condition.reduce)] : []),
    ...(condition.math ? [math(VALUE, condition.math)] : []),
    threshold(value, condition.compare, condition.threshold),
    ...(moment
      ? [
          query(MOMENT, moment, false),
          math('F', `($${MOMENT} - ${BEFORE_S}) * 1000`),
          math('U', `($${MOMENT} + ${AFTER_S}) * 1000`),
        ]
      : []),
  ];
  const dialect: Dialect = {
    value: (write) => shown(value, write),
    ...(moment ? { moment: (write) => shown(MOMENT, write) } : {}),
  };
  const at = (refId: string) => shown(refId, (name) => `printf "%.0f" ${name}`);
  // Grafana's own address ends in a slash, paths begin with one.
  const link = `{{ externalURL }}${linkPath(rule, { from: at('F'), to: at('U') }).slice(1)}`;
  return {
    uid: `${options.uidPrefix ?? 'taskmaster-'}${rule.id}`,
    title: rule.title,
    condition: CONDITION,
    data,
    for: options.for ?? rule.for,
    noDataState: 'OK',
    execErrState: rule.firesOnError ? 'Alerting' : 'OK',
    isPaused: false,
    annotations: {
      summary: asTemplate(rule.summary, dialect),
      since: asTemplate(rule.since, dialect),
      description: rule.meaning,
      link,
      runbook_url: runbook(rule, options.docsUrl),
    },
    labels: { severity: rule.severity, product: 'taskmaster', rule: rule.id },
    ...(options.receiver === undefined
      ? {}
      : {
          notification_settings: {
            receiver: options.receiver,
            group_by: ['alertname', 'grafana_folder', 'project'],
            repeat_interval: rule.cooldown,
          },
        }),
  };
}

/** A number of the evaluation in a template. Grafana writes the texts of rules without data, too, where there is no number. */
const shown = (refId: string, write: Write) => `{{ with $values.${refId} }}{{ ${write('.Value')} }}{{ end }}`;

/** A term as a query of type `metric`: one number a label set, or a series that is reduced afterwards. */
function query(refId: string, term: Term, series: boolean): GrafanaQuery {
  const ago = term.ago ? seconds(term.ago) : 0;
  return {
    refId,
    relativeTimeRange: { from: seconds(term.window) + ago, to: ago },
    datasourceUid: DATASOURCE_UID,
    model: {
      refId,
      datasource: { type: DATASOURCE_TYPE, uid: DATASOURCE_UID },
      queryType: 'metric',
      query: {
        metric: term.metric,
        aggregation: term.aggregation,
        groupBy: [...term.by],
        ...(term.filters && term.filters.length > 0 ? { filters: term.filters.map((one) => ({ ...one })) } : {}),
        ...(series ? {} : { instant: true }),
        limit: 1000,
      },
      intervalMs: 15_000,
      maxDataPoints: 1000,
    },
  };
}

function expression(refId: string, type: string, text: string, more: Record<string, unknown> = {}): GrafanaQuery {
  return {
    refId,
    relativeTimeRange: { from: 0, to: 0 },
    datasourceUid: EXPRESSION,
    model: { refId, type, expression: text, datasource: { type: EXPRESSION, uid: EXPRESSION }, ...more },
  };
}

const reduce = (from: string, reducer: string) =>
  expression(REDUCED, 'reduce', from, { reducer, settings: { mode: 'dropNN' } });

const math = (refId: string, text: string) => expression(refId, 'math', text);

const threshold = (of: string, compare: string, limit: number) =>
  expression(CONDITION, 'threshold', of, { conditions: [{ evaluator: { type: compare, params: [limit] } }] });
