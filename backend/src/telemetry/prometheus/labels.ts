import { type LabelFilter } from '#contract/queries.ts';
import { type MetricQuery } from '../types.ts';
import { escapePattern, isPlainLabel, labelToPrometheus } from './names.ts';

/** What the service asks by, and the labels that may hold it, the likeliest first. */
const ORIGIN_LABELS = new Map<string, readonly string[]>([
  ['session', ['session_id', 'session.id', 'session', 'gen_ai_conversation_id', 'gen_ai.conversation.id']],
  ['project', ['taskmaster_project', 'taskmaster.project', 'project']],
  ['run', ['taskmaster_run_id', 'taskmaster.run.id', 'run', 'run_id']],
  ['taskId', ['taskmaster_task_id', 'taskmaster.task.id', 'task_id', 'taskId']],
  ['tag', ['taskmaster_tag', 'taskmaster.tag', 'tag']],
  ['service', ['service_name', 'service.name', 'service', 'job']],
]);

/** Finds the label of a server that stands for a label of a query. */
export class LabelNames {
  readonly #present: ReadonlySet<string>;
  readonly #own: Readonly<Record<string, string>>;

  /** `present`: the labels of the metric; `own`: names that the configuration gives. */
  constructor(present: Iterable<string>, own: Readonly<Record<string, string>> = {}) {
    this.#present = new Set(present);
    this.#own = own;
  }

  of(label: string): string {
    const named = Object.hasOwn(this.#own, label) ? this.#own[label] : undefined;
    if (named !== undefined) {
      return named;
    }
    const plain = labelToPrometheus(label);
    const known = ORIGIN_LABELS.get(label) ?? [];
    return [label, plain, ...known].find((name) => this.#present.has(name)) ?? known[0] ?? plain;
  }

  has(label: string): boolean {
    return this.#present.has(this.of(label));
  }
}

/** Text in PromQL's quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed());
}

/** A label's name as it stands in a matcher or behind `by`: other characters need Prometheus 3 and quotes. */
export function labelText(name: string): string {
  return isPlainLabel(name) ? name : quoted(name);
}

/** Matchers between the braces of a selector, without the metric's name. */
export function matchersOf(
  query: Pick<MetricQuery, 'filters' | 'sessions' | 'project' | 'run' | 'taskId'>,
  names: LabelNames
): string[] {
  const filters: LabelFilter[] = [...query.filters];
  for (const label of ['project', 'run', 'taskId'] as const) {
    const value = query[label];
    if (value !== undefined) {
      filters.push({ label, op: '=', value });
    }
  }
  const matchers = filters.map(({ label, op, value }) => {
    // As our own patterns: a dot is any character. The metric's name is in the selector already.
    const text = op === '=~' || op === '!~' ? `(?s:${value})` : value;
    return `${labelText(names.of(label))}${op}${quoted(text)}`;
  });
  if (query.sessions) {
    const any = query.sessions.map(escapePattern).join('|');
    // No session at all is a question without an answer, not one for series that name none.
    const name = labelText(names.of('session'));
    matchers.push(any === '' ? `${name}="",${name}!=""` : `${name}=~${quoted(any)}`);
  }
  return matchers;
}
