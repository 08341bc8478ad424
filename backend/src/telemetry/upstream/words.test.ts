import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { says, smallServer, type SmallServer } from './testing/small-server.ts';
import { Upstream } from './upstream.ts';

const PASSWORD = 'p"ss&w<rd/é';
const BASIC = Buffer.from(`me:${PASSWORD}`).toString('base64');

let server: SmallServer;
beforeEach(async () => void (server = await smallServer(says(200, '{}'))));
afterEach(() => server.stop());

function connect(headers: Record<string, string> = {}, url = server.url): Upstream {
  const bounds = { timeoutMs: 5000, concurrency: 1, maxBytes: 1_000_000 };
  return new Upstream({ product: 'Prometheus', url, headers, ...bounds });
}

/** What is said of an answer. */
async function said(headers: Record<string, string> = {}, url = server.url): Promise<string> {
  const upstream = connect(headers, url);
  try {
    return await upstream.json({ method: 'GET', path: '/api', idempotent: false }).then(
      () => 'nothing',
      (error: unknown) => `${(error as Error).message} ${upstream.health().text}`
    );
  } finally {
    await upstream.close();
  }
}

describe('a server’s words', () => {
  it.each([
    ['as it is', PASSWORD],
    ['in an address', encodeURIComponent(PASSWORD)],
    ['in JSON', JSON.stringify({ error: `user me, password ${PASSWORD}` })],
    ['in HTML', 'p&#34;ss&amp;w&lt;rd/é'],
    ['in the header', `Basic ${BASIC}`],
    ['in base64', BASIC],
    ['over the end of what is shown', 'x'.repeat(195) + PASSWORD],
  ])('hide a password, %s', async (_name, text) => {
    for (const status of [200, 302, 401, 409, 429, 500]) {
      server.answer(says(status, `no: ${text}`, { location: `/login/${encodeURIComponent(PASSWORD)}?state=abc` }));
      const words = await said({ authorization: `Basic ${BASIC}` });
      expect(words).not.toMatch(/ss&|w<rd|ss%26|ss&amp;|ss\\"/);
      expect(words).not.toContain(BASIC.slice(0, 8));
      expect(words).not.toContain('state=abc');
    }
  });

  it('hide a token and a header’s value, but not a tenant', async () => {
    const headers = {
      authorization: 'Bearer tok-123',
      'X-Key': 'key-456',
      cookie: 'sid=cookie-789',
      'X-Scope-OrgID': 'team',
    };
    server.answer(says(401, 'tok-123 and key-456 and cookie-789 are not of team'));
    const words = await said(headers);
    expect(words).toContain('(401): *** and *** and *** are not of team');
    server.answer(says(200, 'Bearer tok-123'));
    expect(await said(headers)).toContain('no JSON (“***”)');
  });

  it('are read whole where they are JSON, and then cut', async () => {
    const filler = 'x'.repeat(10_000);
    server.answer(says(500, JSON.stringify({ filler, error: { reason: 'the disk is full' } })));
    expect(await said()).toContain('(500): the disk is full');
    server.answer(says(500, JSON.stringify({ message: filler })));
    expect((await said()).length).toBeLessThan(1300);
    server.answer(says(500, JSON.stringify({ filler: 'x'.repeat(100_000) })));
    expect(await said()).toMatch(/\(500\)\. /);
    server.answer(says(500, 'null'));
    expect(await said()).toMatch(/\(500\): null /);
  });

  it('hide what is left of a password where a long answer is cut', async () => {
    for (let shown = 1; shown < PASSWORD.length; shown += 3) {
      server.answer(says(401, ' '.repeat(65_536 - shown) + PASSWORD));
      expect(await said({ authorization: `Basic ${BASIC}` })).toMatch(/\(401\)(\.|: \*\*\*) /);
    }
  });

  it('are not many, wherever they are', async () => {
    server.answer(says(302, '', { location: `http://elsewhere/${'x'.repeat(9000)}` }));
    expect((await said()).length).toBeLessThan(1200);
    const upstream = connect();
    expect(upstream.odd('x'.repeat(1e6)).message.length).toBeLessThan(600);
    expect(upstream.health().text.length).toBeLessThan(600);
    await upstream.close();
  });

  it('an address is shown without what may be secret', async () => {
    server.answer(says(500, ''));
    expect(await said({}, `${server.url}/prom?token=s3cret#s3cret`)).not.toContain('s3cret');
  });
});

describe('the wrong scheme', () => {
  it('https to a port that speaks http', async () => {
    expect(await said({}, server.url.replace('http:', 'https:'))).toContain(
      'speaks plain http on that port: is https right'
    );
  });

  it.each([
    ['answers with an alert', (socket: Socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 80])), /wants https/],
    ['closes', (socket: Socket) => socket.end(), /without a word: is http right/],
    ['speaks something else', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9\r\n'), /no HTTP/],
  ])('http to a port that %s', async (_name, act, sentence) => {
    const other = createServer((socket) => socket.once('data', () => act(socket)).on('error', () => undefined));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    expect(await said({}, `http://127.0.0.1:${(other.address() as AddressInfo).port}`)).toMatch(sentence);
    await new Promise((resolve) => other.close(resolve));
  });
});
