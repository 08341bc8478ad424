import { type LabelFilter } from '#contract/queries.ts';

/** What a rule is made of. Nothing here knows Grafana's or Prometheus' file format: `grafana/` and `prometheus/` write those. */

/** The four severities of the monitoring specification; how soon somebody should look. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A duration as both rule formats write it: `90s`, `5m`, `1h`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** One number a label set: a structured metric query, and as much PromQL. */
export interface Term {
  metric: string;
  /** `max`, `min` and `avg` are over the window; `increase` counts over it; `p95` is the quantile of a histogram over it. */
  aggregation: 'max' | 'min' | 'avg' | 'sum' | 'increase' | 'p95';
  /** Labels that tell alerts apart. */
  by: readonly string[];
  filters?: readonly LabelFilter[];
  window: Duration;
  /** The window ends this long ago. */
  ago?: Duration;
}

/** When a rule holds: `math` over terms is above or below a threshold. */
export interface Condition {
  /** By the name `math` and `promql` call them: one capital letter. */
  terms: Readonly<Record<string, Term>>;
  /** Grafana's math expression; absent: the first term itself. Must never divide by zero: Grafana takes NaN for firing. */
  math?: string;
  /** The same value in PromQL, with `$A` for a term. */
  promql: string;
  /** What must hold besides in PromQL, where the math multiplies by 0 instead. */
  guard?: string;
  /** Reduces the first term as a series instead of asking for one number: the rule then shows a graph. */
  reduce?: 'mean' | 'max' | 'min' | 'last';
  compare: 'gt' | 'lt';
  threshold: number;
}

/** The time a link leads to: epoch seconds by the labels of the alert. */
export type Moment = 'run' | 'task';

export interface Rule {
  /** Names the rule in labels, anchors and uids: kebab-case. */
  id: string;
  /** Name of the alert. */
  title: string;
  group: 'questions' | 'work' | 'quality' | 'service' | 'host';
  severity: Severity;
  condition: Condition;
  /** How long the condition must hold. */
  for: Duration;
  /** How long until somebody is told again: repeat interval in the example policies. */
  cooldown: Duration;
  /** Where the condition and its numbers come from. */
  source: string;
  /** What happened, in a sentence; see `text.ts` for what may stand in braces. */
  summary: string;
  /** Since when. */
  since: string;
  /** What it usually means. */
  meaning: string;
  /** What to do: steps of the runbook. */
  steps: readonly string[];
  /** Where the alert's link leads in time; absent: the operations dashboard. */
  moment?: Moment;
  /** The datasource not answering is what this rule is about. */
  firesOnError?: true;
  /** Other words for Prometheus where there the condition is another one. */
  prometheus?: { expr: string };
}
