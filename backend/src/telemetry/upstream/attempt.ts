import { type Dispatcher, request as send } from 'undici';
import { UpstreamFailure } from './failure.ts';
import { type UpstreamAnswer, type UpstreamOptions, type UpstreamRequest } from './options.ts';
import { statusFailure } from './status-failure.ts';
import { wireFailure } from './wire-failure.ts';
import { type Hide } from './words.ts';

/** The way to a server. */
export interface Connection {
  options: UpstreamOptions;
  dispatcher: Dispatcher;
  /** Takes what is sent in secret out of the server's words. */
  hide: Hide;
}

/** One request over the wire. Rejects with an UpstreamFailure; gives the connection up when the signal says so, in `leftMs` at the latest. */
export async function attempt(
  { options, dispatcher, hide }: Connection,
  asked: UpstreamRequest,
  { signal, leftMs }: { signal: AbortSignal; leftMs: number }
): Promise<UpstreamAnswer> {
  const query = asked.query && asked.query.size > 0 ? `?${asked.query.toString()}` : '';
  const { body, type } = bodyOf(asked, leftMs);
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
      throw statusFailure(asked, { status, headers, text }, hide);
    }
    const product = headers['x-elastic-product'];
    return { status, text, ...(typeof product === 'string' ? { product } : {}), ...(cut ? { cut } : {}) };
  } catch (error) {
    throw error instanceof UpstreamFailure ? error : wireFailure(error, signal, options.url, hide);
  }
}

function bodyOf({ body, timeoutField }: UpstreamRequest, leftMs: number): { body?: string; type?: string } {
  if (body === undefined) {
    return {};
  }
  if ('json' in body) {
    return { body: body.json, type: 'application/json' };
  }
  const form = new URLSearchParams(body.form);
  if (timeoutField !== undefined) {
    form.set(timeoutField, `${theirs(leftMs)}ms`);
  }
  return { body: form.toString(), type: 'application/x-www-form-urlencoded' };
}

/** Of our time, the server's: what it says then tells more than that we waited no longer. */
const theirs = (leftMs: number) => Math.ceil(Math.max(leftMs / 2, Math.min(leftMs * 0.9, leftMs - 1000), 1));

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
