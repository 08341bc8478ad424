import { hash53 } from './hash.ts';

/**
 * Words as the text index knows them: runs of letters and digits, lower case, without accents. ASCII text goes to FTS5
 * as it is (its tokenizer cuts it just so); other text is cut here and written in ASCII, so that both sides always agree
 * whatever Unicode version SQLite was built with.
 */

const NOT_ASCII = /[^\x00-\x7f]/; // eslint-disable-line no-control-regex -- the ASCII range begins at NUL
const WORD = /[\p{L}\p{N}]+/gu;
const ACCENTS = /\p{M}+/gu;
/** Begins a token that stands for a field, never for a word: private use, so no text can contain it. */
const FIELD = '\ue000';
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

/** A token that says: this record's attribute `name` is `value`. */
export function attributeToken(name: string, value: string): string {
  return `${FIELD}a${hash53(`${name}=${value}`).toString(36)}`;
}

/** A term of a MATCH expression. */
export function quoted(token: string): string {
  return `"${token}"`;
}
