import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OtlpForwarder, retryAfterMs } from './otlp-forwarder.ts';

let server: Server | undefined;
const forwarders: OtlpForwarder[] = [];

/** A collector that answers as told, in order, then 200. */
async function collector(
  answers: Array<{ status: number; headers?: Record<string, string> }>
): Promise<{ url: string; seen: Array<{ path: string; type: string; body: string }> }> {
  const seen: Array<{ path: string; type: string; body: string }> = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        path: request.url ?? '',
        type: request.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString(),
      });
      const { status, headers } = answers.shift() ?? { status: 200, headers: {} };
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen };
}

function forwarder(url: string, more = {}): OtlpForwarder {
  const made = new OtlpForwarder({ url, firstWaitMs: 5, ...more });
  forwarders.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(forwarders.splice(0).map((one) => one.close(0)));
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

describe('passing OTLP on', () => {
  it('sends every body to its signal’s path, in order', async () => {
    const { url, seen } = await collector([]);
    const one = forwarder(url);
    one.add('traces', Buffer.from('a'), 'application/x-protobuf');
    one.add('logs', Buffer.from('b'), 'application/json');
    await vi.waitFor(() => expect(one.stats()).toMatchObject({ sent: 2, queued: 0, queuedBytes: 0 }));
    expect(seen).toEqual([
      { path: '/v1/traces', type: 'application/x-protobuf', body: 'a' },
      { path: '/v1/logs', type: 'application/json', body: 'b' },
    ]);
  });

  it('tries again after 429 and 503, and loses nothing', async () => {
    const { url, seen } = await collector([{ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }]);
    const one = forwarder(url);
    one.add('metrics', Buffer.from('m'), 'application/json');
    await vi.waitFor(() => expect(one.stats()).toMatchObject({ sent: 1, retries: 2, refused: 0 }));
    expect(seen).toHaveLength(3);
    expect(one.stats().problem).toBeUndefined();
  });

  it('gives up what is refused for good, and says so', async () => {
    const { url } = await collector([{ status: 400 }]);
    const one = forwarder(url);
    one.add('logs', Buffer.from('x'), 'application/json');
    await vi.waitFor(() => expect(one.stats()).toMatchObject({ refused: 1, queued: 0, problem: 'answers 400' }));
  });

  it('drops the oldest when the queue is full and nobody answers', async () => {
    const one = forwarder('http://127.0.0.1:1', { maxQueuedBytes: 10, firstWaitMs: 60_000 });
    for (const text of ['aaaa', 'bbbb', 'cccc', 'dddd']) {
      one.add('logs', Buffer.from(text), 'application/json');
    }
    expect(one.stats()).toMatchObject({ queued: 2, queuedBytes: 8, dropped: 2 });
    await vi.waitFor(() => expect(one.stats().problem).toContain('no answer'));
  });
});

describe('Retry-After', () => {
  it('is read in seconds and as a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfterMs('3', now)).toBe(3000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5000);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });
});
