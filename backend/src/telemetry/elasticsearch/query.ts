import { SEVERITIES } from '../embedded/logs/schema.ts';
import { type LogSearch } from '../types.ts';
import { directFields, type KnownFields, labelFields, labelNames } from './fields.ts';

type Clause = Record<string, unknown>;

export interface LogQuery {
  query: Clause;
  /** Whether what it finds is what is meant, so that it may be counted without being looked at. */
  exact: boolean;
}

/** The fields a search needs to know of, and by what names they are asked for: of labels patterns, for they may stand in several places. */
export function fieldsOf(search: LogSearch): { asked: string[]; wanted: string[] } {
  const direct = (['body', 'severityNumber', 'severityText', 'traceId', 'eventName'] as const).flatMap(directFields);
  const labels = ['session', 'project', 'taskId', 'service', ...search.filters.map(({ label }) => label)];
  const withKeyword = (names: string[]) => [
    ...new Set([...direct, ...names].flatMap((name) => [name, `${name}.keyword`])),
  ];
  return {
    asked: withKeyword(labels.flatMap(labelNames).map((name) => `*${name}`)),
    wanted: withKeyword(labels.flatMap(labelFields)),
  };
}

/** A search in Elasticsearch's query language. */
export function logQuery(search: LogSearch, fields: KnownFields): LogQuery {
  const filter: Clause[] = [
    { range: { '@timestamp': { gte: search.range.from, lt: search.range.to, format: 'epoch_millis' } } },
  ];
  const without: Clause[] = [];
  let exact = true;
  const bodies = fields.fullText(directFields('body'));
  for (const word of search.search?.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    // The server cuts and folds the word as it did the text.
    filter.push(any(bodies.map((field) => ({ match_bool_prefix: { [field]: word } }))));
  }
  if (search.severity !== undefined) {
    filter.push(severityFrom(SEVERITIES.indexOf(search.severity), fields));
  }
  const isOneOf = (names: readonly string[], values: readonly string[]): void => {
    filter.push(any(fields.whole(names).map((field) => ({ terms: { [field]: values } }))));
  };
  if (search.service !== undefined) {
    isOneOf(labelFields('service'), [search.service]);
  }
  if (search.eventName !== undefined) {
    isOneOf(directFields('eventName'), [search.eventName, `claude_code.${search.eventName}`]);
  }
  if (search.traceId !== undefined) {
    isOneOf(directFields('traceId'), [search.traceId]);
  }
  if (search.sessions) {
    isOneOf(labelFields('session'), search.sessions);
  }
  if (search.project !== undefined) {
    isOneOf(labelFields('project'), [search.project]);
  }
  if (search.taskId !== undefined) {
    isOneOf(labelFields('taskId'), [search.taskId]);
  }
  if (search.category !== undefined) {
    exact = false; // follows from event, severity and attributes; nobody stores it
  }
  for (const { label, op, value } of search.filters) {
    if (op === '=' && value !== '') {
      isOneOf(labelFields(label), [value]);
    } else if (op === '=' && label === 'session') {
      // Asked beside every project: lines that name no session.
      without.push(...fields.whole(labelFields('session')).map((field) => ({ exists: { field } })));
    } else {
      exact = false;
    }
  }
  return { query: { bool: { filter, ...(without.length > 0 ? { must_not: without } : {}) } }, exact };
}

/** One of them; nothing where there is none. */
function any(clauses: Clause[]): Clause {
  return clauses.length === 0 ? { match_none: {} } : { bool: { should: clauses, minimum_should_match: 1 } };
}

/** Words of a severity as loggers write them. */
const WORDS: readonly string[][] = [
  ['trace'],
  ['debug'],
  ['info', 'information', 'notice'],
  ['warn', 'warning'],
  ['error', 'err'],
  ['fatal', 'critical', 'crit', 'emergency', 'emerg', 'alert', 'panic'],
];

/** Lines of a severity or worse: by OpenTelemetry's number, where there is none by its word. */
function severityFrom(least: number, fields: KnownFields): Clause {
  return any([severityBetween(least, 5, fields)]);
}

/** Lines of severities from one to another (places in SEVERITIES). Lines that say nothing are `info`. */
export function severityBetween(low: number, high: number, fields: KnownFields): Clause {
  const numbers = fields.whole(directFields('severityNumber'));
  const texts = fields.whole(directFields('severityText'));
  const numbered = numbers.map((field): Clause => ({ range: { [field]: { gte: low * 4 + 1, lte: high * 4 + 4 } } }));
  const anyNumber = numbers.map((field): Clause => ({ range: { [field]: { gte: 1, lte: 24 } } }));
  const wordsFrom = (from: number, to: number) =>
    WORDS.slice(from, to + 1)
      .flat()
      .flatMap((word) => [word, word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1)]);
  const worded = texts.map((field): Clause => ({ terms: { [field]: wordsFrom(low, high) } }));
  const unnumbered: Clause[] = [{ bool: { filter: [any(worded)], must_not: anyNumber } }];
  if (low <= 2 && high >= 2) {
    const known = texts.map((field): Clause => ({ terms: { [field]: wordsFrom(0, 5) } }));
    unnumbered.push({ bool: { must_not: [...anyNumber, ...known] } });
  }
  return any([...numbered, ...unnumbered]);
}
