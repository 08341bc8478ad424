import { type QueryAnswer } from '#contract/frames.ts';
import { type GrafanaRule } from '../grafana/rule.ts';
import { evaluate, parse } from './math.ts';
import { keyOf, type Labels, reduceDropping, type Value, valuesOf } from './values.ts';

/** One evaluation of a rule at one time, before pending, firing and resolved: `pkg/services/ngalert/eval/eval.go`. */

export interface Result {
  state: 'Normal' | 'Alerting' | 'NoData' | 'Error';
  labels: Labels;
  /** Numbers by refId, as annotations see them. */
  values: Record<string, number | null>;
  error?: string;
}

/** Asks the service; the queries are as `POST /api/v1/query` takes them. */
export type Ask = (queries: Array<Record<string, unknown>>) => Promise<QueryAnswer>;

interface Model {
  type?: string;
  expression?: string;
  reducer?: string;
  conditions?: Array<{ evaluator: { type: 'gt' | 'lt'; params: number[] } }>;
}

const isExpression = ({ datasourceUid }: { datasourceUid: string }) => datasourceUid === '__expr__';

/** The rule's queries at a time, epoch ms. */
export function queriesAt(rule: GrafanaRule, now: number): Array<Record<string, unknown> & { refId: string }> {
  return rule.data
    .filter((one) => !isExpression(one))
    .map(({ refId, relativeTimeRange: { from, to }, model }) => ({
      refId,
      queryType: model.queryType,
      timeRange: { from: now - from * 1000, to: now - to * 1000 },
      intervalMs: model.intervalMs,
      maxDataPoints: model.maxDataPoints,
      query: model.query,
    }));
}

/** What the answers mean to a rule. An empty answer to any query is no data for the whole rule, whatever the condition says. */
export function evaluateAnswers(rule: GrafanaRule, answer: QueryAnswer): Result[] {
  const values = new Map<string, readonly Value[]>();
  for (const { refId } of rule.data.filter((one) => !isExpression(one))) {
    const result = answer.results[refId];
    if (!result || result.error) {
      return [{ state: 'Error', labels: {}, values: {}, error: result?.error ?? 'no answer' }];
    }
    values.set(refId, valuesOf(result.frames ?? []));
  }
  const empty = [...values.values()].some((list) => list.length === 1 && list[0]!.type === 'nodata');
  for (const { refId, model } of rule.data.filter(isExpression)) {
    values.set(refId, expression(model as Model, values));
  }
  const condition = values.get(rule.condition) ?? [];
  if (empty || condition.length === 0) {
    return [{ state: 'NoData', labels: {}, values: {} }];
  }
  return unique(condition.map((value) => resultOf(value, values)));
}

function expression(model: Model, values: ReadonlyMap<string, readonly Value[]>): Value[] {
  const text = model.expression ?? '';
  if (model.type === 'reduce') {
    return reduceDropping(values.get(text) ?? [], model.reducer ?? 'last');
  }
  if (model.type === 'threshold') {
    // `createMathExpression` in pkg/expr/threshold.go: a threshold is a math expression.
    const [first] = model.conditions ?? [];
    const sign = first?.evaluator.type === 'gt' ? '>' : '<';
    return evaluate(parse(`$${text} ${sign} ${first?.evaluator.params[0]}`), values);
  }
  return evaluate(parse(text), values);
}

/** 0 is Normal, no value is NoData, everything else fires: NaN too. */
function resultOf(value: Value, all: ReadonlyMap<string, readonly Value[]>): Result {
  if (value.type !== 'number' && value.type !== 'scalar') {
    return { state: 'NoData', labels: {}, values: {} };
  }
  const labels = value.type === 'number' ? value.labels : {};
  const state = value.value === null ? 'NoData' : value.value === 0 ? 'Normal' : 'Alerting';
  return { state, labels, values: captured(labels, all) };
}

/** Of every refId the number whose labels are the alert's, among them, or hold them (`queryDataResponseToExecutionResults`). */
function captured(labels: Labels, all: ReadonlyMap<string, readonly Value[]>): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  const within = (few: Labels, many: Labels) => Object.entries(few).every(([name, value]) => many[name] === value);
  for (const [refId, values] of all) {
    const numbers = values.filter((value) => value.type === 'number');
    const exact = numbers.find((value) => keyOf(value.labels) === keyOf(labels));
    const near = exact ?? numbers.find((value) => within(value.labels, labels) || within(labels, value.labels));
    if (near) {
      found[refId] = near.value;
    }
  }
  return found;
}

function unique(results: Result[]): Result[] {
  const seen = new Set<string>();
  for (const { labels } of results) {
    const key = keyOf(labels);
    if (seen.has(key)) {
      return [{ state: 'Error', labels, values: {}, error: `two results with the labels ${key}` }];
    }
    seen.add(key);
  }
  return results;
}
