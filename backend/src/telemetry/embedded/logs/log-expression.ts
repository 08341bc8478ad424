import { type LabelFilter } from '#contract/queries.ts';
import { type LogSearch } from '../../types.ts';
import { originTest } from '../shared/contexts.ts';
import { originLabel, labelText, ownOf } from '../shared/label-value.ts';
import { attributeToken, fieldToken, isIndexed, quoted, wordsOf } from '../shared/words.ts';
import { TOKENS } from './log-index.ts';
import { type LogReader } from './log-reader.ts';
import { CATEGORIES, SEVERITIES } from './schema.ts';

/** More contexts than this in one expression cost more than they save. */
const MAX_CONTEXTS = 300;

export interface IndexExpression {
  /** MATCH expression; undefined where the index cannot narrow the search down. */
  match?: string;
  /** No line of this day can match. */
  nothing?: boolean;
  /** Every hit matches but for its time: hits need not be compared with their rows. */
  exact: boolean;
}

/** What of a search the day's index can answer. */
export function logExpression(search: LogSearch, day: LogReader): IndexExpression {
  const parts: string[] = [];
  let exact = true;
  for (const word of wordsOf(search.search ?? '')) {
    const found = day.index.prefix(word);
    if (found === undefined) {
      return { nothing: true, exact };
    }
    parts.push(found);
  }
  if (search.eventName !== undefined) {
    const id = day.eventId(search.eventName);
    if (id === undefined) {
      return { nothing: true, exact };
    }
    parts.push(quoted(fieldToken(TOKENS.event, id)));
  }
  if (search.category !== undefined) {
    const category = CATEGORIES.indexOf(search.category);
    if (category > 0) {
      parts.push(quoted(fieldToken(TOKENS.category, category)));
    } else {
      exact = false; // the commonest category has no token
    }
  }
  if (search.traceId !== undefined) {
    parts.push(quoted(attributeToken('traceId', search.traceId)));
  }
  const least = search.severity === undefined ? 0 : SEVERITIES.indexOf(search.severity);
  if (least > 0) {
    parts.push(anyOf(SEVERITIES.slice(least).map((_, i) => fieldToken(TOKENS.severity, least + i))));
  }
  const origin = originTest(search);
  if (origin) {
    const contexts = day.contexts.all().filter((context) => origin(context.origin));
    if (contexts.length === 0) {
      return { nothing: true, exact };
    }
    if (contexts.length <= MAX_CONTEXTS) {
      parts.push(anyOf(contexts.map(({ id }) => fieldToken(TOKENS.context, id))));
    } else {
      exact = false;
    }
  }
  for (const filter of search.filters) {
    exact = false;
    const part = filterPart(filter, day);
    if (part !== undefined) {
      parts.push(part);
    }
  }
  return parts.length === 0 ? { exact } : { match: parts.join(' AND '), exact };
}

/** Lines whose own attribute, or whose context, says so. */
function filterPart(filter: LabelFilter, day: LogReader): string | undefined {
  if (filter.op !== '=' || !isIndexed(filter.value)) {
    return undefined;
  }
  const contexts = day.contexts
    .all()
    .filter(
      ({ resource, origin }) =>
        (labelText(ownOf(resource, filter.label)) ?? originLabel(origin, filter.label)) === filter.value
    );
  return contexts.length > MAX_CONTEXTS
    ? undefined
    : anyOf([attributeToken(filter.label, filter.value), ...contexts.map(({ id }) => fieldToken(TOKENS.context, id))]);
}

function anyOf(tokens: readonly string[]): string {
  return tokens.length === 1 ? quoted(tokens[0]!) : `(${tokens.map(quoted).join(' OR ')})`;
}
