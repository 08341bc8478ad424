/**
 * Secrets in text, by their shape. No repetition is nested in another and what follows a repetition cannot be matched by
 * it, so that no input can make a pattern slow.
 */
interface Shape {
  kind: string;
  pattern: RegExp;
  /** What stands in its place; `$1` keeps what is no secret. */
  replacement: string;
}

const shape = (kind: string, pattern: RegExp, before = '', after = ''): Shape => ({
  kind,
  pattern,
  replacement: `${before}[redacted:${kind}]${after}`,
});

const SHAPES: Shape[] = [
  shape(
    'private-key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,60}-----|$)/g
  ),
  shape('api-key', /\bsk-[A-Za-z0-9_-]{16,}/g),
  shape('api-key', /\b[rsp]k_(?:live|test)_[A-Za-z0-9]{10,}/g),
  shape('github-token', /\bgh[opsur]_[A-Za-z0-9]{20,}/g),
  shape('github-token', /\bgithub_pat_[A-Za-z0-9_]{20,}/g),
  shape('gitlab-token', /\bglpat-[A-Za-z0-9_-]{16,}/g),
  shape('npm-token', /\bnpm_[A-Za-z0-9]{30,}/g),
  shape('aws-key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g),
  shape('slack-token', /\bxox[a-z]-[A-Za-z0-9-]{10,}/g),
  shape('google-key', /\bAIza[A-Za-z0-9_-]{30,}/g),
  shape('jwt', /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g),
  shape('bearer', /\b([Bb]earer|BEARER|[Bb]asic)(\s{1,4})[A-Za-z0-9._~+/=-]{12,}/g, '$1$2'),
  shape('credentials', /(:\/\/[^\s:/?#@"']{0,128}:)[^\s@/"']{1,256}(?=@)/g, '$1'),
  shape(
    'password',
    /((?:passw(?:or)?d|passphrase|secret|api[-_ ]?key|access[-_]?key|private[-_]?key|token)\\?["']?\s{0,4}[=:]\s{0,4}\\?["']?)(?![[<*$]|true\b|false\b|null\b|\d{1,12}(?![\w.+/-]))[^\s"',;&)}\]\\]{4,}/gi,
    '$1'
  ),
  shape(
    'password',
    /(--(?:password|passwd|token|secret|api-key|access-key)\s{1,4}["']?)(?![[<*$-])[^\s"']{4,}/gi,
    '$1'
  ),
];

/** One pass that says whether any shape could match at all: clean text is nearly all text, and must cost little. */
const SUSPECT =
  /sk[-_]|[rp]k_[lt]|gh[opsur]_|github_pat|glpat-|npm_|A[KS]IA|xox[a-z]-|AIza|eyJ|-----BEGIN|earer\s|EARER\s|asic\s|:\/\/[^\s:/?#@"']{0,128}:|[Pp][Aa][Ss][Ss][WwPp]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Kk][Ee][Yy]\\?["']?\s{0,4}[=:]|[Tt][Oo][Kk][Ee][Nn]\\?["']?\s{0,4}[=:]|--(?:token|api-key|access-key)\s/;

/** Shortest text any shape fits. */
const SHORTEST = 8;

/** The text without secrets, each replaced by `[redacted:<kind>]`; the very same string where there is none. */
export function redactText(text: string): string {
  if (text.length < SHORTEST || !SUSPECT.test(text)) {
    return text;
  }
  let clean = text;
  for (const { pattern, replacement } of SHAPES) {
    clean = clean.replace(pattern, replacement);
  }
  return clean;
}

/** Redacted and well-formed Unicode (a lone surrogate, left where text was cut, becomes U+FFFD): fit to be stored. */
export function cleanText(text: string): string {
  return redactText(text.isWellFormed() ? text : text.toWellFormed());
}
