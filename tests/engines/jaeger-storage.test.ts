import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installJaeger } from './support/jaeger.ts';
import { startOpenSearch } from './support/opensearch.ts';
import { sampleTraces, traceIdOf } from './support/sample-traces.ts';
import { type SearchServer } from './support/search-server.ts';
import { freePort, type ServerProcess, startServer } from './support/server-process.ts';
import { lacks } from './support/servers.ts';
import { until } from './support/until.ts';

const FILE = resolve(import.meta.dirname, '../../deploy/jaeger/jaeger.yaml');

/** deploy/jaeger/jaeger.yaml in a real Jaeger; OpenSearch stands for Elasticsearch, whose API this build of Jaeger speaks with it. */
describe.skipIf(lacks('jaeger', 'opensearch'))('Jaeger on a search server', () => {
  let search: SearchServer;
  let jaeger: ServerProcess;
  let [query, otlp] = [0, 0];
  const folder = mkdtempSync(join(tmpdir(), 'jaeger-storage-'));

  const start = () =>
    startServer(installJaeger(), ['--config', join(folder, 'jaeger.yaml')], `http://127.0.0.1:${query}/api/services`, {
      cwd: folder,
      env: {
        ...process.env,
        JAEGER_HOST: '127.0.0.1',
        ELASTICSEARCH_URL: search.url,
        ELASTICSEARCH_USER: 'elastic',
        ELASTICSEARCH_PASSWORD: 'of this test',
        OTEL_TRACES_SAMPLER: 'always_off',
      },
    });

  beforeAll(async () => {
    search = await startOpenSearch();
    query = await freePort();
    otlp = await freePort();
    const [grpc, health, metrics] = [await freePort(), await freePort(), await freePort()];
    const text = readFileSync(FILE, 'utf8')
      .replace(':16686', `:${query}`)
      .replace(':16685', `:${grpc}`)
      .replace(':13133', `:${health}`)
      .replace(':4318', `:${otlp}`)
      .replace('port: 8888', `port: ${metrics}`);
    writeFileSync(join(folder, 'jaeger.yaml'), text);
    jaeger = await start();
  }, 600_000);
  afterAll(async () => {
    await jaeger?.stop();
    await search?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const found = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${query}/api/traces/${traceIdOf(0)}`)).ok;

  it('keeps spans over its restart', async () => {
    const answer = await fetch(`http://127.0.0.1:${otlp}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sampleTraces(Date.now() - 600_000, 3)),
    });
    expect(answer.status).toBe(200);
    await until(found);
    await jaeger.stop();
    jaeger = await start();
    await until(found);
    const indices = JSON.stringify(await search.send('GET', '/_cat/indices?format=json'));
    expect(indices).toContain('taskmaster-jaeger-span-');
  });
});
