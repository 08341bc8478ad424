import { type ScopedVars } from '@grafana/data';
import { type LabelFilter } from '../../../contract/queries.ts';
import { NEWEST_RUN } from './run-of.ts';

/** The two of Grafana's template service this needs. */
export interface Templates {
  replace(text: string, scopedVars?: ScopedVars, format?: string | ((value: unknown) => string)): string;
  getVariables(): ReadonlyArray<{ name: string }>;
}

/** Fields that take several values. */
const LISTS = new Set(['status', 'kinds', 'types', 'sources', 'groupBy']);
/** What a list is joined with on its way through the template service: in no value a person writes. */
const SEPARATOR = '\u001f';
const ONE_VARIABLE = /^(?:\$(\w+)|\$\{(\w+)(?:\.[^:^}]+)?(?::[^}]+)?\}|\[\[(\w+)(?::\w+)?\]\])$/;
const ALL = '$__all';
/** What Grafana writes for it into addresses. */
const ALL_IN_LINKS = 'All';

/** A question that cannot be asked as it stands, in a sentence. */
export class QueryProblem extends Error {
  override name = 'QueryProblem';
}

const nameIn = (text: string) => {
  const [, plain, braces, brackets] = ONE_VARIABLE.exec(text.trim()) ?? [];
  return plain ?? braces ?? brackets;
};

interface VariableState {
  name: string;
  current?: { value?: unknown };
  allValue?: string | null;
}

/** Whether a text is a variable of which "All" is chosen: then it does not restrict anything. */
function isAll(text: string, templates: Templates, scopedVars: ScopedVars): boolean {
  const name = nameIn(text);
  if (name === undefined || scopedVars[name] !== undefined) {
    return false; // a repeated panel stands for one value of it
  }
  const variable = templates.getVariables().find((one) => one.name === name) as VariableState | undefined;
  const value = variable?.current?.value;
  return !variable?.allValue && (value === ALL || (Array.isArray(value) && value.length === 1 && value[0] === ALL));
}

/** All values of a text: several where a variable holds several. */
function valuesOf(text: string, templates: Templates, scopedVars: ScopedVars): string[] {
  const join = (value: unknown) => (Array.isArray(value) ? value.join(SEPARATOR) : String(value ?? ''));
  // An explicit format such as ${name:csv} is the author's: Grafana prefers it over ours.
  return templates
    .replace(text, scopedVars, join)
    .split(SEPARATOR)
    .filter((one) => one !== '');
}

function oneValue(field: string, text: string, templates: Templates, scopedVars: ScopedVars): string | undefined {
  if (isAll(text, templates, scopedVars)) {
    return undefined;
  }
  const values = valuesOf(text, templates, scopedVars);
  const [value] = values;
  if (values.length > 1) {
    throw new QueryProblem(
      `"${field}" takes one value, and ${text} holds ${values.length}. Choose one of them, or All to leave ${field} open.`
    );
  }
  if (value !== undefined && value === text && nameIn(text) !== undefined) {
    throw new QueryProblem(
      `"${field}" is the variable ${text}, which is not there. Add it to the dashboard, or choose a value in the query.`
    );
  }
  // A dashboard of one run, opened by a link from one that showed all of them.
  return field === 'run' && value === ALL_IN_LINKS ? NEWEST_RUN : value;
}

function manyValues(texts: unknown[], templates: Templates, scopedVars: ScopedVars): string[] | undefined {
  const all = texts.filter((text): text is string => typeof text === 'string');
  return all.some((text) => isAll(text, templates, scopedVars))
    ? undefined
    : [...new Set(all.flatMap((text) => valuesOf(text, templates, scopedVars)))];
}

const escapeRegex = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** One filter with its variables filled in; undefined where it no longer restricts anything. */
function filled(filter: LabelFilter, templates: Templates, scopedVars: ScopedVars): LabelFilter | undefined {
  const label = templates.replace(filter.label ?? '', scopedVars);
  const text = filter.value ?? '';
  if (label === '' || isAll(text, templates, scopedVars)) {
    return undefined;
  }
  if (filter.op === '=~' || filter.op === '!~') {
    return { label, op: filter.op, value: templates.replace(text, scopedVars, 'regex') };
  }
  const values = valuesOf(text, templates, scopedVars);
  if (values.length === 0 && text !== '') {
    return undefined; // an empty variable
  }
  if (values.length < 2) {
    return { label, op: filter.op, value: values[0] ?? '' };
  }
  return { label, op: filter.op === '=' ? '=~' : '!~', value: values.map(escapeRegex).join('|') };
}

/**
 * The fields of a query with the dashboard's variables filled in. "All" and empty values leave a field out, several
 * values become a list or a pattern. Throws a QueryProblem where a field takes one value and there are more, or where a
 * variable does not exist.
 */
export function interpolateQuery(
  query: Record<string, unknown>,
  templates: Templates,
  scopedVars: ScopedVars = {}
): Record<string, unknown> {
  const entries = Object.entries(query).map(([field, value]): [string, unknown] => {
    if (field === 'filters' && Array.isArray(value)) {
      const filters = (value as LabelFilter[]).flatMap((one) => filled(one, templates, scopedVars) ?? []);
      return [field, filters];
    }
    if (Array.isArray(value)) {
      return [field, manyValues(value, templates, scopedVars)];
    }
    if (typeof value !== 'string') {
      return [field, value];
    }
    if (LISTS.has(field)) {
      return [field, manyValues([value], templates, scopedVars)];
    }
    if (field === 'raw') {
      return [field, templates.replace(value, scopedVars, 'regex')];
    }
    if (field === 'search') {
      return [field, templates.replace(value, scopedVars)];
    }
    return [field, oneValue(field, value, templates, scopedVars)];
  });
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
  );
}
