import { type Hide } from './words.ts';

/** Shorter ones would be found everywhere. */
const LEAST = 3;
/** Parts of a header's value (of a cookie, say) that stand for themselves are this long. */
const LEAST_PART = 8;
/** Tells a tenant, opens nothing. */
const NO_SECRETS = new Set(['x-scope-orgid']);

/**
 * Takes out of a server's words what was sent to it in secret: values of headers, and user's password and token within
 * `Authorization`, as they are and as they are written in addresses, JSON, HTML and base64.
 */
export function hiderOf(headers: Readonly<Record<string, string>>): Hide {
  const secrets = Object.entries(headers)
    .filter(([name]) => !NO_SECRETS.has(name.toLowerCase()))
    .flatMap(([name, value]) => [value, ...partsOf(name.toLowerCase(), value)])
    .filter((secret) => secret.length >= LEAST);
  // The longest first: a shorter one may be a part of it.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const hide = (text: string) => forms.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  return Object.assign(hide, { longest: forms[0]?.length ?? 0 });
}

function partsOf(name: string, value: string): string[] {
  if (!name.endsWith('authorization')) {
    return value.split(/[\s;,=]+/).filter((part) => part.length >= LEAST_PART);
  }
  const credentials = value.replace(/^\S+\s+/, '');
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return [credentials, ...(colon > 0 ? [pair, pair.slice(colon + 1)] : [])];
}

function formsOf(secret: string): string[] {
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    html,
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    html.replaceAll('"', '&#34;').replaceAll("'", '&#39;'), // as Go writes it
    Buffer.from(secret).toString('base64'),
  ];
}
