/** Takes secrets out of a text. */
export type Hide = (text: string) => string;

/** Errors in JSON are read whole up to this length; what is longer is none for people. */
const MOST_JSON = 64 * 1024;
const MOST_WORDS = 500;
const MOST_PLAIN = 200;

/** The server's own words, short: of JSON its error, of anything else the beginning where it is no page. */
export function wordsOf(text: string, hide: Hide): string {
  if (/^\s*[[{]/.test(text.slice(0, 100))) {
    return text.length > MOST_JSON ? '' : shortened(hide(errorIn(text)), MOST_WORDS);
  }
  return /^\s*</.test(text.slice(0, 100)) ? '' : beginningOf(text, MOST_PLAIN, hide);
}

/** The beginning of any text in one line, without secrets, a cut one at its end included. */
export function beginningOf(text: string, most: number, hide: Hide): string {
  return shortened(hide(text.slice(0, MOST_JSON)).replaceAll(/\s+/g, ' ').trim(), most);
}

const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** Prometheus, Elasticsearch, Jaeger, and what others call it. Broken JSON as it is. */
function errorIn(text: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text;
  }
  const { error, errors, message } = (parsed ?? {}) as { error?: unknown; errors?: unknown; message?: unknown };
  const { reason, message: nested } = (error ?? {}) as { reason?: unknown; message?: unknown };
  const first = Array.isArray(errors) ? ((errors[0] ?? {}) as { msg?: unknown }).msg : undefined;
  const found = [reason, nested, error, first, message].find((one) => typeof one === 'string');
  return typeof found === 'string' ? found : '';
}
