import { type Dispatcher } from 'undici';
import { formatDuration } from '../../config/duration.ts';
import { shownAddress } from '../../util/shown-address.ts';
import { UpstreamFailure } from './failure.ts';
import { type UpstreamRequest } from './options.ts';
import { beginningOf, type Hide, wordsOf } from './words.ts';

/** What is wrong with the question, not with the server: syntax, size, media type. */
const ASKERS_FAULT = new Set([400, 406, 413, 414, 415, 422, 431]);
/** What nginx, Go and Apache say to http where they expect https. */
const WANTS_TLS = /plain HTTP request was sent to HTTPS|HTTP request to an HTTPS server|speaking plain HTTP to an SSL/i;

/** What Elasticsearch and OpenSearch say of paths that they do not have. */
const NO_HANDLER = /no handler found for uri/i;

/** Of the address that we are sent to, this much is shown. */
const MOST_ADDRESS = 200;

/** What a status that is no answer means. */
export function statusFailure(
  asked: UpstreamRequest,
  { status, headers, text }: { status: number; headers: Dispatcher.ResponseData['headers']; text: string },
  hide: Hide
): UpstreamFailure {
  const said = wordsOf(text, hide);
  const because = said ? `: ${said}` : '.';
  if (status === 401 || status === 403) {
    return new UpstreamFailure(
      'credentials',
      `does not accept the credentials it is asked with (${status})${because}`,
      {
        status,
      }
    );
  }
  if (status === 429) {
    const retryAfterMs = afterMs(headers['retry-after']);
    const wait = retryAfterMs
      ? `, in ${formatDuration(Math.ceil(retryAfterMs / 1000) * 1000)} it may be asked again`
      : '';
    return new UpstreamFailure('busy', `is asked too much (429)${wait}${because}`, { status, retryAfterMs });
  }
  if (status === 503 && text.slice(0, 4096).includes('"errorType":"timeout"')) {
    return new UpstreamFailure('timeout', `needed too long for the question${because}`, { status, excused: true });
  }
  if (status >= 500) {
    const retryAfterMs = afterMs(headers['retry-after']);
    return new UpstreamFailure('status', `answered with an error (${status})${because}`, { status, retryAfterMs });
  }
  if (status >= 300 && status < 400) {
    const to = beginningOf(shownAddress(hide(String(headers.location ?? 'another address'))), MOST_ADDRESS, hide);
    return new UpstreamFailure(
      'credentials',
      `sends us to ${to} (${status}): is that a log-in page, or the url wrong?`,
      {
        status,
      }
    );
  }
  if (status === 400 && WANTS_TLS.test(text.slice(0, 4096))) {
    return new UpstreamFailure('stranger', 'wants https on that port: is http right in the url?', { status });
  }
  if (status === 400 && NO_HANDLER.test(text.slice(0, 4096))) {
    return new UpstreamFailure('stranger', `has nothing at ${pathOf(asked)} (400): is the url right?`, { status });
  }
  const missing = status === 404 || status === 405;
  if (ASKERS_FAULT.has(status) || (missing && asked.optional)) {
    return new UpstreamFailure('refused', `refused the question (${status})${because}`, { status });
  }
  const what = missing ? `has nothing at ${pathOf(asked)}` : 'refused the question';
  const words = said.startsWith(String(status)) ? said : said ? `${status}: ${said.replace(/\.$/, '')}` : status;
  return new UpstreamFailure('stranger', `${what} (${words}): is the url (its path) right?`, { status });
}

const pathOf = ({ path }: UpstreamRequest) => path.slice(0, 100);

/** Seconds, or a date. */
function afterMs(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) {
    return undefined;
  }
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
