import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusApi } from '../../backend/src/telemetry/prometheus/api.ts';
import { faultProxy } from './support/fault-proxy.ts';
import { type PrometheusServer, startPrometheus } from './support/prometheus.ts';
import { lacks } from './support/servers.ts';
import { upstreamTo } from './support/twins.ts';

/** Proxies that pass on a list of paths only: what is kept back and can be done without says nothing of the server. */
describe.skipIf(lacks('prometheus'))('a path that is kept back', () => {
  let server: PrometheusServer;
  beforeAll(async () => {
    server = await startPrometheus();
  });
  afterAll(() => server?.stop());

  it.each([401, 403, 405, 302])('%i: it is no Thanos, and nothing is wrong', async (status) => {
    const proxy = await faultProxy(server.url);
    const upstream = upstreamTo(proxy.url);
    const api = new PrometheusApi(upstream);
    proxy.fail({ kind: 'status', status, headers: { location: '/login' } }, 1);
    expect(await api.hidesResets()).toBe(false);
    expect((await api.instant('vector(1)', Date.now(), 0)).series).toHaveLength(1);
    expect(upstream.health()).toMatchObject({ state: 'ok' });
    expect(upstream.stats().trouble).toBeUndefined();
    await upstream.close();
    await proxy.stop();
  });
});
