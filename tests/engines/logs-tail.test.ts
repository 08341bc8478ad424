import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinesMessage } from '#contract/live.ts';
import { type RunningService, startService } from '../../backend/src/server.ts';
import { testConfig } from '../../backend/src/testing/service.ts';
import { startElasticsearchCore } from './support/elasticsearch-core.ts';
import { type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { type SearchServer } from './support/search-server.ts';
import { lacks } from './support/servers.ts';

/** Lines that nobody sent to the service reach who follows them: the service looks for them in Elasticsearch. */
describe.skipIf(lacks('elasticsearch9'))('lines as they come', () => {
  let server: SearchServer;
  let proxy: FaultProxy;
  let service: RunningService;
  beforeAll(async () => {
    server = await startElasticsearchCore();
    proxy = await faultProxy(server.url);
    const upstream = { product: 'Elasticsearch', url: proxy.url, headers: {} };
    const bounds = { timeoutMs: 10_000, concurrency: 4, maxBytes: 4_000_000 };
    const engines = { metrics: 'embedded', traces: 'embedded' } as const;
    service = await startService(
      { ...testConfig(), engines: { ...engines, logs: { upstream: { ...upstream, ...bounds }, index: 'lines' } } },
      { log: pino({ level: 'silent' }), pages: { webRoot: '/none', bundleRoot: '/none' } }
    );
    await write('the index is there');
  }, 600_000);
  afterAll(async () => {
    await service?.close();
    await proxy?.stop();
    await server?.stop();
  });

  const write = (message: string) =>
    server.bulk('lines', [{ '@timestamp': new Date().toISOString(), message, severity_number: 9 }]);
  const searches = () => proxy.seen.filter((path) => path.endsWith('_search')).length;

  /** Listens until it is told to stop; what came so far. */
  function follow(query: string) {
    const abort = new AbortController();
    const bodies: string[] = [];
    const problems: string[] = [];
    const done = (async () => {
      const answer = await fetch(`${service.url}/api/v1/live/logs?${query}`, { signal: abort.signal });
      let text = '';
      const reader = answer.body!.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += Buffer.from(part.value).toString();
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const one of messages) {
          const json = /^data: (.+)$/m.exec(one)?.[1];
          const message = json
            ? (JSON.parse(json) as LinesMessage | { type: 'problem'; data: { reason: string } })
            : undefined;
          if (message?.type === 'lines') {
            const at = message.data.schema.fields.findIndex(({ name }) => name === 'body');
            bodies.push(...(message.data.data.values[at] as string[]));
          } else if (message?.type === 'problem') {
            problems.push(message.data.reason);
          }
        }
      }
    })().catch(() => undefined);
    return {
      bodies,
      problems,
      stop: async () => {
        abort.abort();
        await done;
      },
    };
  }

  it('once each, to all who follow them with one search; after the last has gone nobody is asked', async () => {
    const [one, two] = [follow('search=build'), follow('search=build')];
    const before = searches();
    for (let i = 0; i < 3; i++) {
      await write(`build ${i}`);
      await write(`test ${i}`);
      await expect.poll(() => one.bodies, { timeout: 20_000 }).toContain(`build ${i}`);
      await expect.poll(() => two.bodies, { timeout: 20_000 }).toContain(`build ${i}`);
    }
    const wanted = ['build 0', 'build 1', 'build 2'];
    expect([one.bodies, two.bodies]).toEqual([wanted, wanted]);
    expect(searches() - before).toBeGreaterThanOrEqual(3);
    await one.stop();
    await two.stop();
    const other = follow('search=other');
    const when = searches();
    await expect.poll(() => searches(), { timeout: 20_000 }).toBeGreaterThan(when + 2);
    expect(proxy.bodies.slice(-2).every((body) => !body.includes('build'))).toBe(true);
    await other.stop();
  });

  it('a server that does not answer is a sentence, and lines follow when it is back', async () => {
    const one = follow('search=deploy');
    proxy.fail({ kind: 'status', status: 403 });
    await expect.poll(() => one.problems, { timeout: 20_000 }).toHaveLength(1);
    expect(one.problems[0]).toMatch(/^Elasticsearch at http:\/\/127.*credentials/);
    await write('deploy 1');
    proxy.fail({ kind: 'none' });
    await expect.poll(() => one.bodies, { timeout: 30_000 }).toEqual(['deploy 1']);
    await one.stop();
  });
});
