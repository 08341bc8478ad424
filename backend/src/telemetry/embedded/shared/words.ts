import { hash53 } from './hash.ts';

/**
 * Words as the text index knows them: runs of letters and digits, lower case, without accents. ASCII text goes to FTS5
 * as it is (its tokenizer cuts it just so); other text is cut here and written in ASCII, so that both sides always agree
 * whatever Unicode version SQLite was built with.
 */

const NOT_ASCII = /[^\x00-\x7f]/;
const WORD = /[\p{L}\p{N}]+/gu;
const ACCENTS = /\p{M}+/gu;
/** Begins a token that stands for a field, never for a word: private use, so no text can contain it. */
const FIELD = '\ue000';
const ATTRIBUTE = `${FIELD}a`;
/** Begins an encoded character. */
const CODE = '\ue001';

/** The words of a text, in order. */
export function wordsOf(text: string): string[] {
  if (!NOT_ASCII.test(text)) {
    return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  }
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replace(ACCENTS, '').match(WORD) ?? [];
}

/** True where every one of `wanted` (from `wordsOf`) is a word of the text or the beginning of one. */
export function hasWords(text: string, wanted: readonly string[]): boolean {
  const words = wordsOf(text);
  return wanted.every((want) => words.some((word) => word.startsWith(want)));
}

/** The text as it goes into the index. */
export function indexText(text: string): string {
  return NOT_ASCII.test(text) ? wordsOf(text).map(indexWord).join(' ') : text;
}

/** A word as it stands in the index; the beginning of a word gives the beginning of its index form. */
export function indexWord(word: string): string {
  if (!NOT_ASCII.test(word)) {
    return word;
  }
  let out = '';
  for (const char of word) {
    out += char < '\x80' ? char : CODE + (char.codePointAt(0) ?? 0).toString(16).padStart(6, '0');
  }
  return out;
}

/** A token that says: this record's `field` is that number. */
export function fieldToken(field: string, value: number): string {
  return `${FIELD}${field}${value}`;
}

const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A token that says: this record's attribute `name` is `value`. Made for every attribute of every record: quick. */
export function attributeToken(name: string, value: string): string {
  let rest = hash53(`${name}=${value}`);
  let token = ATTRIBUTE;
  // Ten digits of base 32 hold 50 bits: two different texts in a million share a token with a chance of 1 in 2,000.
  for (let i = 0; i < 5; i++) {
    const ten = rest % 1024;
    rest = (rest - ten) / 1024;
    token += DIGITS[ten & 31]! + DIGITS[ten >> 5]!;
  }
  return token;
}

/** Longer numbers are measurements: nobody asks for all lines that took exactly 1,234 ms, and each would be a term. */
const MEASUREMENT = /^-?\d*(\d{3}|\.)\d+(e[+-]?\d+)?$/;
const MAX_VALUE = 256;

/** True where attributes of that value have a token, so that a search for it may rely on the index. */
export function isIndexed(value: string): boolean {
  return value !== '' && value.length <= MAX_VALUE && !MEASUREMENT.test(value);
}

/** A term of a MATCH expression. */
export function quoted(token: string): string {
  return `"${token}"`;
}
