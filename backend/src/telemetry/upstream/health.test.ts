import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineError } from '../types.ts';
import { prometheusProbe } from '../probes.ts';
import { type UpstreamRequest } from './options.ts';
import { says, smallServer, type SmallServer } from './testing/small-server.ts';
import { Upstream } from './upstream.ts';

const GOOD = '{"status":"success","data":{"resultType":"vector","result":[]}}';
const QUESTION: UpstreamRequest = { method: 'POST', path: '/api/v1/query' };

let server: SmallServer;
let upstream: Upstream;
beforeEach(async () => {
  server = await smallServer(says(200, GOOD));
  upstream = connect();
});
afterEach(async () => {
  await upstream.close();
  await server.stop();
});

const connect = (url = server.url, probeMs = 20) =>
  new Upstream(
    { product: 'Prometheus', url, headers: {}, timeoutMs: 5000, concurrency: 4, maxBytes: 1_000_000 },
    prometheusProbe,
    probeMs
  );

const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.fail('it was answered'),
    (error: unknown) => error as EngineError
  );

describe('health', () => {
  it('says that nothing was asked, and nothing is', async () => {
    expect(upstream.health()).toEqual({ state: 'ok', text: `Prometheus at ${server.url} has not been asked yet.` });
    await upstream.json(QUESTION);
    expect(upstream.health()).toEqual({ state: 'ok', text: `Prometheus at ${server.url} answers.` });
    await new Promise((resolve) => setTimeout(resolve, 100)); // five probes, were there any
    expect(server.seen).toEqual(['/api/v1/query']);
  });

  it.each([
    ['nothing at that address', 404, '404 page not found', /has nothing at \/api\/v1\/query \(404 page not found\)/],
    ['a server of files', 405, '', /has nothing at \/api\/v1\/query \(405\): is the url \(its path\) right/],
    ['some other API', 409, '{"error":"busy elsewhere."}', /refused the question \(409: busy elsewhere\): is the url/],
    ['https', 400, 'Client sent an HTTP request to an HTTPS server.\n', /wants https on that port: is http right/],
    [
      'a search server',
      400,
      '{"error":"no handler found for uri [/x] and method [POST]"}',
      /has nothing at .*\(400\): is/,
    ],
    ['a page', 200, '<html>Welcome</html>', /no JSON \(“<html>Welcome<\/html>”\)/],
  ])('is not well where there is %s', async (_name, status, text, sentence) => {
    server.answer(says(status, text));
    const { message, status: code } = await failure(upstream.json(QUESTION));
    expect(message).toMatch(sentence);
    expect(code).toBe(502);
    expect(upstream.health()).toMatchObject({ state: 'degraded', text: message });
  });

  it('is not well where an engine finds the answer odd, and the odd answer does not make it well between', async () => {
    const since = new Set<number | undefined>();
    for (let i = 0; i < 3; i++) {
      await upstream.json(QUESTION);
      expect(upstream.odd('does not answer as Prometheus does: is the url right?').status).toBe(502);
      since.add(upstream.health().since);
      expect(upstream.health().text).toMatch(/does not answer as Prometheus does/);
    }
    expect(since.size).toBe(1);
  });

  it.each<[string, number, Partial<UpstreamRequest>]>([
    ['a question that cannot be understood', 400, {}],
    ['a question that cannot be carried out', 422, {}],
    ['a question that is too large', 413, {}],
    ['a trace that is not there', 404, { accept: [404] }],
    ['a path not every server has', 404, { optional: true }],
  ])('is well after %s', async (_name, status, more) => {
    const refuses = says(status, '{}');
    server.answer((incoming, outgoing) => (incoming.url === '/asked' ? refuses : says(200, GOOD))(incoming, outgoing));
    await upstream.json({ ...QUESTION, path: '/asked', ...more }).catch(() => undefined);
    expect(upstream.health()).toEqual({ state: 'ok', text: `Prometheus at ${server.url} answers.` });
  });

  it.each(['/api/v1/label/../values', '/api/v1/label/./values', '/..'])(
    '%s is another path: not asked',
    async (path) => {
      expect((await failure(upstream.json({ ...QUESTION, path }))).status).toBe(400);
      expect(server.seen).toEqual([]);
      expect(upstream.health().text).toMatch(/has not been asked yet/);
    }
  );

  it('a server that refuses whatever it is asked is not well', async () => {
    server.answer(says(400, '{"error":"what?"}'));
    const asked = { ...QUESTION, path: '/api/v1/labels' };
    expect(await failure(upstream.json(asked))).toMatchObject({ status: 400 });
    await expect.poll(() => upstream.health().text).toMatch(/refuses what every Prometheus answers: is the url right/);
    server.answer(says(200, GOOD));
    await expect.poll(() => upstream.health().state).toBe('ok');
    const before = server.seen.length;
    server.answer(says(400, '{}'));
    await failure(upstream.json(asked));
    expect(upstream.health().state).toBe('ok');
    expect(server.seen).toHaveLength(before + 1); // it has just shown what it is
  });

  it('such answers do not end trouble: they may be anybody’s', async () => {
    await failure(upstream.json({ ...QUESTION, path: '/' }).then(() => Promise.reject(upstream.odd('is odd.'))));
    server.answer(says(400, '{}'));
    await upstream.json(QUESTION).catch(() => undefined);
    expect(upstream.health().state).toBe('degraded');
  });
});

describe('what a panel is told', () => {
  it('while a server is left alone: why', async () => {
    server.answer(says(500, 'the disk is full'));
    await Promise.all([0, 1].map((i) => failure(upstream.json({ ...QUESTION, path: `/${i}` }))));
    expect(await failure(upstream.json(QUESTION))).toMatchObject({
      status: 503,
      message: `Prometheus at ${server.url} failed several times in a row and is left alone for a moment: it answered with an error (500): the disk is full`,
    });
  });

  it.each([
    ['too much at once', 429, '90', 503, /asked too much \(429\), in 1m 30s it may be asked again/],
    ['too much for days', 429, '99999999', 503, /in 1157d 9h it may be asked again/],
    ['an error for longer than we wait', 503, '3600', 502, /answered with an error \(503\)/],
  ])('at once: %s', async (_name, status, after, code, sentence) => {
    server.answer(says(status, '', { 'retry-after': after }));
    const { message, status: told } = await failure(upstream.json(QUESTION));
    expect(message).toMatch(sentence);
    expect(told).toBe(code);
    expect(server.seen).toHaveLength(1);
  });
});

describe('a probe', () => {
  it.each([
    ['fails', says(503, '')],
    ['is no Prometheus', says(200, '{"hello":1}')],
    ['knows us no more', says(401, '')],
  ])('while a server %s: health is well again without a question', async (_name, fault) => {
    server.answer(fault);
    await upstream.json(QUESTION).then(
      () => upstream.odd('does not answer as Prometheus does'),
      () => undefined
    );
    await expect.poll(() => server.seen.length).toBeGreaterThan(2);
    expect(upstream.health().state).not.toBe('ok');
    server.answer(says(200, GOOD));
    await expect.poll(() => upstream.health().state, { timeout: 10_000 }).toBe('ok');
    const { trouble } = upstream.stats();
    expect(trouble?.until).toBeGreaterThanOrEqual(trouble?.since ?? Infinity);
  });

  it('goes by the breaker: a server that is left alone is left alone', async () => {
    server.answer(says(500, ''));
    await Promise.all([0, 1, 2].map((i) => failure(upstream.json({ ...QUESTION, path: `/${i}` }))));
    expect(upstream.stats().breaker).toBe(1);
    const before = server.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 200)); // ten probes; the breaker rests for longer
    expect(server.seen).toHaveLength(before);
    server.answer(says(200, GOOD));
    await expect.poll(() => upstream.health().state, { timeout: 10_000 }).toBe('ok');
    expect(upstream.stats()).toMatchObject({ breaker: 0, shared: 0 });
  });

  it('ends with the server’s', async () => {
    server.answer(says(401, ''));
    await failure(upstream.json(QUESTION));
    await upstream.close();
    const before = server.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.seen).toHaveLength(before);
  });
});
