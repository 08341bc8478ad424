import { type Dispatcher, request as send } from 'undici';
import { UpstreamFailure } from './failure.ts';
import { type UpstreamAnswer, type UpstreamOptions, type UpstreamRequest } from './options.ts';

/** One request over the wire. Rejects with an UpstreamFailure; gives the connection up when the signal says so. */
export async function attempt(
  options: UpstreamOptions,
  dispatcher: Dispatcher,
  asked: UpstreamRequest,
  signal: AbortSignal
): Promise<UpstreamAnswer> {
  const query = asked.query && asked.query.size > 0 ? `?${asked.query.toString()}` : '';
  const { body, type } = bodyOf(asked);
  try {
    const answer = await send(`${options.url}${asked.path}${query}`, {
      method: asked.method,
      dispatcher,
      signal,
      headers: {
        accept: 'application/json',
        'user-agent': 'taskmaster-observability',
        ...(type ? { 'content-type': type } : {}),
        ...asked.headers,
        ...options.headers,
      },
      body,
    });
    const { statusCode: status, headers } = answer;
    const fine = (status >= 200 && status < 300) || asked.accept?.includes(status) === true;
    const { text, cut } = await readBounded(answer.body, options.maxBytes, fine && asked.partial === true);
    if (!fine) {
      throw statusFailure(status, text, headers['retry-after'], headers['location']);
    }
    const product = headers['x-elastic-product'];
    return { status, text, ...(typeof product === 'string' ? { product } : {}), ...(cut ? { cut } : {}) };
  } catch (error) {
    throw error instanceof UpstreamFailure ? error : wireFailure(error, signal, options.url);
  }
}

function bodyOf({ body }: UpstreamRequest): { body?: string; type?: string } {
  if (body === undefined) {
    return {};
  }
  return 'form' in body
    ? { body: body.form.toString(), type: 'application/x-www-form-urlencoded' }
    : { body: body.json, type: 'application/json' };
}

/** Bytes of answers that are being read, of all servers together, and how many they may be. */
const reading = { bytes: 0, most: 256 * 1024 * 1024 };

async function readBounded(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
  partial: boolean
): Promise<{ text: string; cut?: true }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      bytes += part.length;
      reading.bytes += part.length;
      if (bytes > maxBytes && partial) {
        parts.push(part);
        body.destroy();
        return { text: textOf(parts), cut: true };
      }
      if (bytes > maxBytes) {
        body.destroy();
        throw new UpstreamFailure(
          'large',
          `answered with more than ${megabytes(maxBytes)}: ask for less, or raise maxAnswerMb.`
        );
      }
      if (reading.bytes > reading.most) {
        body.destroy();
        throw new UpstreamFailure(
          'busy',
          `and others answer with too much at once: more than ${megabytes(reading.most)} together.`
        );
      }
      parts.push(part);
    }
    return { text: textOf(parts) };
  } finally {
    reading.bytes -= bytes;
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
const textOf = (parts: readonly Buffer[]) => Buffer.concat(parts).toString('utf8');

/** What a status that is no answer means. */
function statusFailure(
  status: number,
  text: string,
  retryAfter: string | string[] | undefined,
  location: string | string[] | undefined
): UpstreamFailure {
  const said = saidIn(text);
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
    const retryAfterMs = afterMs(retryAfter);
    const wait = retryAfterMs === undefined ? '' : `, in ${Math.ceil(retryAfterMs / 1000)} s it may be asked again`;
    return new UpstreamFailure('busy', `is asked too much (429)${wait}${because}`, { status, retryAfterMs });
  }
  if (status === 503 && text.slice(0, 4096).includes('"errorType":"timeout"')) {
    return new UpstreamFailure('timeout', `needed too long for the question${because}`, { status });
  }
  if (status >= 500) {
    const retryAfterMs = afterMs(retryAfter);
    return new UpstreamFailure('status', `answered with an error (${status})${because}`, { status, retryAfterMs });
  }
  if (status >= 300 && status < 400) {
    const to = String(location ?? 'another address');
    return new UpstreamFailure(
      'credentials',
      `sends us to ${to} (${status}): is that a log-in page, or the url wrong?`,
      {
        status,
      }
    );
  }
  return new UpstreamFailure('refused', `refused the question (${status})${because}`, { status });
}

/** Seconds, or a date. */
function afterMs(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) {
    return undefined;
  }
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** The server's own words, short: of JSON its error, of anything else the beginning where it is no page. */
function saidIn(text: string): string {
  const beginning = text.slice(0, 4096);
  try {
    const parsed = JSON.parse(beginning) as { error?: unknown; message?: unknown; errors?: Array<{ msg?: unknown }> };
    const error = parsed.error;
    const reason = typeof error === 'object' && error !== null ? (error as { reason?: unknown }).reason : error;
    const found = reason ?? parsed.errors?.[0]?.msg ?? parsed.message;
    return typeof found === 'string' ? found.slice(0, 500) : '';
  } catch {
    return /^\s*</.test(beginning) ? '' : beginning.trim().slice(0, 200);
  }
}

const UNREACHABLE: Record<string, string> = {
  ECONNREFUSED: 'refuses connections: is it running, and is the port right?',
  ENOTFOUND: 'cannot be found: no machine has that name.',
  EAI_AGAIN: 'cannot be found: its name is not resolved at the moment.',
  EHOSTUNREACH: 'cannot be reached: there is no way to that machine.',
  ENETUNREACH: 'cannot be reached: there is no way to that network.',
  UND_ERR_CONNECT_TIMEOUT: 'does not take connections.',
};

function wireFailure(error: unknown, signal: AbortSignal, url: string): UpstreamFailure {
  if (signal.aborted) {
    const late = (signal.reason as { name?: unknown } | undefined)?.name === 'TimeoutError';
    return late
      ? new UpstreamFailure('timeout', 'did not answer in time.')
      : new UpstreamFailure('left', 'was not waited for: whoever asked has gone.');
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  const known = UNREACHABLE[code];
  if (known) {
    return new UpstreamFailure('unreachable', known);
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new UpstreamFailure('timeout', 'did not answer in time.');
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_OSSL/.test(code)) {
    return new UpstreamFailure('credentials', `and we do not agree on a certificate: ${message}.`);
  }
  const { socket } = error as { socket?: { bytesRead?: number } };
  if (url.startsWith('https:') && socket?.bytesRead === 0) {
    // TLS 1.3 refuses a client's certificate only after both sides believe to be connected.
    const text = 'closed the connection without a word: does it want another client’s certificate (cert, key)?';
    return new UpstreamFailure('cut', text);
  }
  return new UpstreamFailure('cut', `broke off in the middle of its answer (${code || message}).`);
}
