import { type Attributes } from '../../types.ts';
import { labelText } from '../shared/label-value.ts';
import { attributeToken, fieldToken, indexText, isIndexed } from '../shared/words.ts';
import { CATEGORY_SHIFT, EVENT_SHIFT, SEVERITY_MASK } from './schema.ts';

/** The fields that have tokens of their own, so that a search by them needs no scan. */
export const TOKENS = {
  severity: 'v',
  category: 'g',
  event: 'e',
  context: 'c',
} as const;

/** What the index knows of a line: its words, and a token for every field and every simple attribute. */
export function logIndexText(row: Record<string, unknown>): string {
  const head = Number(row['head']);
  const parts = [
    indexText(String(row['body'])),
    fieldToken(TOKENS.severity, head & SEVERITY_MASK),
    fieldToken(TOKENS.context, Number(row['context'])),
  ];
  const category = Math.floor(head / CATEGORY_SHIFT) & 7;
  if (category !== 0) {
    parts.push(fieldToken(TOKENS.category, category));
  }
  const event = Math.floor(head / EVENT_SHIFT);
  if (event !== 0) {
    parts.push(fieldToken(TOKENS.event, event));
  }
  const trace = row['trace'];
  if (typeof trace === 'string') {
    parts.push(attributeToken('traceId', trace.slice(0, 32)));
  }
  const attributes = row['attributes'];
  if (typeof attributes === 'string') {
    for (const [name, value] of Object.entries(JSON.parse(attributes) as Attributes)) {
      const text = labelText(value);
      if (text !== undefined && isIndexed(text)) {
        parts.push(attributeToken(name, text));
      }
    }
  }
  return parts.join(' ');
}
