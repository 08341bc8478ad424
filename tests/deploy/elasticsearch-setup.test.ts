import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const SETUP = resolve(import.meta.dirname, '../../deploy/elasticsearch/setup.sh');

let server: Server | undefined;
afterEach(() => server?.close());

/** The script against a server that answers each path with a status; no reachable build has security or lifecycles. */
async function setUp(status: (path: string) => number) {
  const asked: Array<{ path: string; auth?: string; body: string }> = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ path: `${request.method} ${request.url}`, auth: request.headers.authorization, body });
      response.writeHead(status(request.url ?? '')).end('{}');
    });
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ...process.env, ELASTICSEARCH_URL: url, ELASTIC_PASSWORD: 'pw' };
  const child = spawn('bash', [SETUP], { env, stdio: 'ignore' });
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  return { code, asked };
}

it('makes template, data streams and retention, also where they are there already', async () => {
  const { code, asked } = await setUp((path) => (/_data_stream\/[\w-]+$/.test(path) ? 400 : 200));
  expect(code).toBe(0);
  expect(asked.map(({ path }) => path)).toEqual([
    'PUT /_index_template/taskmaster-logs',
    ...['debug', 'info', 'error'].flatMap((level) => [
      `PUT /_data_stream/taskmaster-logs-${level}`,
      `PUT /_data_stream/taskmaster-logs-${level}/_lifecycle`,
    ]),
  ]);
  expect(asked.every(({ auth }) => auth === `Basic ${Buffer.from('elastic:pw').toString('base64')}`)).toBe(true);
  expect(JSON.parse(asked[0]!.body)).toMatchObject({ index_patterns: ['taskmaster-logs-*'] });
  const kept = asked.filter(({ path }) => path.endsWith('_lifecycle')).map(({ body }) => JSON.parse(body) as object);
  expect(kept).toEqual([{ data_retention: '7d' }, { data_retention: '30d' }, { data_retention: '90d' }]);
});

it('fails where it may not', async () => {
  const { code, asked } = await setUp(() => 401);
  expect(code).not.toBe(0);
  expect(asked).toHaveLength(1);
});
