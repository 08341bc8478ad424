import { type SpanRecord, type TraceSearch } from '../../types.ts';
import { originTest } from '../shared/contexts.ts';
import { labelMatcher } from '../shared/label-matcher.ts';
import { labelText, originLabel, ownOf, recordLabel } from '../shared/label-value.ts';
import { attributeToken, fieldToken, isIndexed, quoted } from '../shared/words.ts';
import { SPAN_TOKENS } from './trace-writer.ts';
import { type TraceReader } from './trace-reader.ts';

/** More alternatives than this in one expression cost more than they save. */
const MAX_ALTERNATIVES = 300;

/** What one and the same span of a trace must satisfy; undefined where the search asks nothing of spans. */
export async function spanMatcher(search: TraceSearch): Promise<((span: SpanRecord) => boolean) | undefined> {
  const { service, operation } = search;
  const origin = originTest(search);
  if (operation === undefined && !origin && search.filters.length === 0) {
    return undefined;
  }
  const labels = await labelMatcher(search.filters);
  return (span) =>
    (service === undefined || span.origin.service === service) &&
    (operation === undefined || span.name === operation) &&
    (!origin || origin(span.origin)) &&
    labels((label) => recordLabel(span.attributes, span.resource, span.origin, label));
}

/** MATCH expression for the spans that may satisfy a search: `''` where the index cannot tell, undefined where none can. */
export function spanExpression(search: TraceSearch, day: TraceReader): string | undefined {
  const parts: string[] = [];
  const { service, operation } = search;
  if (operation !== undefined) {
    const ids = day
      .operations()
      .filter((one) => one.name === operation && (service === undefined || one.service === service));
    if (ids.length === 0) {
      return undefined;
    }
    parts.push(anyOf(ids.map(({ id }) => fieldToken(SPAN_TOKENS.operation, id))));
  }
  const origin = originTest(search);
  if (origin) {
    const contexts = day.contexts.all().filter((context) => origin(context.origin));
    if (contexts.length === 0) {
      return undefined;
    }
    parts.push(anyOf(contexts.map(({ id }) => fieldToken(SPAN_TOKENS.context, id))));
  }
  for (const { label, op, value } of search.filters) {
    if (op === '=' && isIndexed(value)) {
      const contexts = day.contexts
        .all()
        .filter(
          ({ resource, origin: own }) => (labelText(ownOf(resource, label)) ?? originLabel(own, label)) === value
        );
      const tokens = contexts.map(({ id }) => fieldToken(SPAN_TOKENS.context, id));
      parts.push(anyOf([attributeToken(label, value), ...tokens]));
    }
  }
  return parts.filter((part) => part !== '').join(' AND ');
}

function anyOf(tokens: readonly string[]): string {
  return tokens.length > MAX_ALTERNATIVES ? '' : `(${tokens.map(quoted).join(' OR ')})`;
}
