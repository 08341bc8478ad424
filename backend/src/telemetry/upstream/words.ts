/** Takes secrets out of a text. */
export interface Hide {
  (text: string): string;
  /** Characters of the longest text that is taken out. */
  readonly longest: number;
}

/** No sentence about a server is longer: it is kept, shown, logged. */
export const MOST_SENTENCE = 500;
/** Of a text that a server may make as long as it likes, this much is looked at; longer JSON is none for people. */
const MOST_READ = 64 * 1024;
const MOST_WORDS = 400;
const MOST_PLAIN = 200;

/** The server's own words, short: of JSON its error, of anything else the beginning where it is no page. */
export function wordsOf(text: string, hide: Hide): string {
  if (/^\s*[[{]/.test(text.slice(0, 100))) {
    return text.length > MOST_READ ? '' : shortened(hide(errorIn(text)), MOST_WORDS);
  }
  return /^\s*</.test(text.slice(0, 100)) ? '' : beginningOf(text, MOST_PLAIN, hide);
}

/** The beginning of any text in one line, without secrets, a cut one at its end included. */
export function beginningOf(text: string, most: number, hide: Hide): string {
  const shown = hide(text.slice(0, MOST_READ));
  // What is left of a secret that goes over the end is shorter than the longest one.
  const sure = text.length > MOST_READ ? shown.slice(0, Math.max(0, shown.length - hide.longest)) : shown;
  return shortened(sure.replaceAll(/\s+/g, ' ').trim(), most);
}

/** At most so many characters, and a mark where there were more. */
export const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

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
