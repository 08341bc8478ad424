import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrometheusApi } from '../prometheus/api.ts';
import { type EngineError } from '../types.ts';
import { says, smallServer, type SmallServer } from './testing/small-server.ts';
import { Upstream } from './upstream.ts';

let server: SmallServer;
let upstream: Upstream;
beforeEach(async () => void (server = await smallServer(says(200, '{}'))));
afterEach(async () => {
  await upstream.close();
  await server.stop();
});

function connect(timeoutMs: number): Upstream {
  const bounds = { timeoutMs, concurrency: 10, maxBytes: 1_000_000 };
  return (upstream = new Upstream({ product: 'Prometheus', url: server.url, headers: {}, ...bounds }));
}

const ask = (path: string) =>
  upstream.ask({ method: 'GET', path }).then(
    () => ({ status: 200, message: '' }),
    (error: unknown) => error as EngineError
  );
const fiveHeavy = () => Promise.all([1, 2, 3, 4, 5].map((n) => ask(`/heavy/${n}`)));

it('heavy questions that take too long do not stand for a server that answers others meanwhile', async () => {
  connect(500);
  server.answer((incoming, outgoing) => void (incoming.url === '/light' && outgoing.end('{}')));
  const heavy = fiveHeavy();
  await ask('/light');
  expect((await heavy)[4]).toMatchObject({
    status: 504,
    message: expect.stringContaining('others meanwhile') as string,
  });
  expect(upstream.stats()).toMatchObject({ breaker: 0, trouble: undefined });
  // Until then the machine may have held this test up itself, which is an excuse, too.
  const broken = async () => (await fiveHeavy(), upstream.health().state);
  await expect.poll(broken, { timeout: 60_000 }).toBe('down');
});

it('Prometheus is told how long it has, and its own word that this was not enough speaks for it', async () => {
  connect(5000);
  let asked = new URLSearchParams();
  server.answer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      asked = new URLSearchParams(body);
      outgoing.writeHead(503).end('{"status":"error","errorType":"timeout","error":"query timed out"}');
    });
  });
  const api = new PrometheusApi(upstream);
  for (let n = 0; n < 6; n++) {
    const error = await api.instant(`heavy${n}`, 0, 0).catch((caught: unknown) => caught as EngineError);
    expect(error).toMatchObject({ status: 504, message: expect.stringMatching(/too long.*query timed out/) as string });
  }
  expect(Number(asked.get('timeout')?.replace(/ms$/, ''))).toBeLessThanOrEqual(4000);
  expect(Number(asked.get('timeout')?.replace(/ms$/, ''))).toBeGreaterThan(1000);
  expect(upstream.stats()).toMatchObject({ breaker: 0, trouble: undefined });
});

it('what a thread that was held up did not hear is not the server’s fault', async () => {
  connect(300);
  server.answer(() => undefined);
  const asked = ask('/any');
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const until = performance.now() + 1700; performance.now() < until;) {
    // a huge answer is read
  }
  expect(await asked).toMatchObject({
    status: 504,
    message: `Prometheus at ${server.url} did not answer in time: the service was busy itself meanwhile, ask again.`,
  });
  expect(upstream.stats().trouble).toBeUndefined();
  const blamed = async () => (await ask('/any'), upstream.stats().trouble?.text);
  await expect.poll(blamed, { timeout: 60_000 }).toBe('did not answer in time.');
});
