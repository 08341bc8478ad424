import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../backend/src/config.ts';
import { checkEngines } from '../../backend/src/telemetry/check-engines.ts';
import { makeCertificates } from './support/certificates.ts';
import { installPrometheus, startPrometheus } from './support/prometheus.ts';
import { freePort, type ServerProcess, startServer } from './support/server-process.ts';
import { lacks } from './support/servers.ts';

/** A real Prometheus behind TLS that wants a client's certificate and a password; settings come from a file, as an operator writes it. */

/** Of “open sesame”, by bcrypt. */
const HASH = '$2a$04$IV6Wkr43o4rWISV5y/TG4u5Gece15NEGh1sZNmHXXsyRHwWfeHGeG';
const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
const file = (name: string) => readFileSync(join(folder, name));

/** What check-config says of a metric server with these settings. */
async function said(settings: Record<string, unknown>): Promise<{ state: string; text: string }> {
  const yaml = join(folder, 'observe.yaml');
  writeFileSync(yaml, JSON.stringify({ engines: { metrics: settings } }));
  const { engines } = loadConfig({ file: yaml, env: {} }).config;
  const found = (await checkEngines(engines)).find(({ signal }) => signal === 'metrics');
  return { state: found?.state ?? '', text: found?.text ?? '' };
}

describe.skipIf(lacks('prometheus'))('certificates and passwords', () => {
  let server: ServerProcess;
  let url: string;
  beforeAll(async () => {
    makeCertificates(folder);
    const port = await freePort();
    url = `https://127.0.0.1:${port}`;
    writeFileSync(join(folder, 'prometheus.yml'), 'global: {scrape_interval: 1h}\n');
    writeFileSync(join(folder, 'password'), 'open sesame\n');
    const tls = { cert_file: 'server.pem', key_file: 'server.key', client_ca_file: 'ca.pem' };
    const web = {
      tls_server_config: { ...tls, client_auth_type: 'RequireAndVerifyClientCert' },
      basic_auth_users: { observer: HASH },
    };
    writeFileSync(join(folder, 'web.yml'), JSON.stringify(web));
    const ready = () =>
      new Promise<boolean>((resolve, reject) => {
        const options = {
          ca: file('ca.pem'),
          cert: file('client.pem'),
          key: file('client.key'),
          auth: 'observer:open sesame',
        };
        request(`${url}/-/ready`, options, (answer) => resolve(answer.resume().statusCode === 200))
          .on('error', reject)
          .end();
      });
    const flags = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', '--web.config.file=web.yml'];
    server = await startServer(
      installPrometheus(),
      [...flags, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
      ready,
      { cwd: folder }
    );
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const mine = { ca: 'ca.pem', cert: 'client.pem', key: 'client.key' };
  const user = { user: 'observer', passwordFile: 'password' };

  it('that are right', async () => {
    const { state, text } = await said({ url, ...mine, ...user });
    expect(text).toMatch(/answers \(PromQL as of version \d\)/);
    expect(state).toBe('degraded'); // it has no metrics of agents
    const within = url.replace('https://', 'https://observer:open%20sesame@');
    expect((await said({ url: within, ...mine })).text).toMatch(/answers/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a wrong password', { ...mine, user: 'observer', password: 'close sesame' }, /credentials.*\(401\)/],
    ['no password', mine, /credentials.*\(401\)/],
    ['no certificate', { ca: 'ca.pem', ...user }, /another client’s certificate/],
    ['a stranger’s certificate', { ca: 'ca.pem', cert: 'stranger.pem', key: 'stranger.key', ...user }, /certificate/],
    ['another’s key', { ...mine, key: 'stranger.key', ...user }, /“cert” and “key” do not belong together.*key values/],
    ['an authority that does not know the server', { ...mine, ca: 'other-ca.pem', ...user }, /certificate/],
    ['no authority', { cert: 'client.pem', key: 'client.key', ...user }, /certificate/],
  ])('%s: said in a sentence without secrets', async (_name, settings, sentence) => {
    const { state, text } = await said({ url, ...settings });
    expect(text).toMatch(sentence);
    expect(text).not.toContain('sesame');
    expect(state).toBe('down');
  });

  it('http to a port that wants https, which is said', async () => {
    expect((await said({ url: url.replace('https:', 'http:') })).text).toMatch(/wants https on that port/);
  });

  it('any certificate where the operator says so', async () => {
    expect((await said({ url, ...mine, ca: 'other-ca.pem', verify: false, ...user })).text).toMatch(/answers/);
  });

  it('a token and headers, asked for by a guard before a real server', async () => {
    const real = await startPrometheus();
    const seen: Array<string | undefined> = [];
    const guard = createServer((incoming, outgoing) => {
      const { authorization, 'x-scope-orgid': tenant } = incoming.headers;
      seen.push(tenant as string | undefined);
      if (authorization !== 'Bearer let-me-in') {
        outgoing.writeHead(401).end();
        return;
      }
      const { method, headers } = incoming;
      const onward = httpRequest(`${real.url}${incoming.url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => guard.listen(0, '127.0.0.1', resolve));
    try {
      const to = `http://127.0.0.1:${(guard.address() as AddressInfo).port}`;
      writeFileSync(join(folder, 'token'), 'let-me-in\n');
      const headers = { 'X-Scope-OrgID': 'team' };
      expect((await said({ url: to, bearerTokenFile: 'token', ...user, headers })).text).toMatch(/answers/);
      expect(new Set(seen)).toEqual(new Set(['team']));
      const wrong = await said({ url: to, bearerToken: 'let-me-out' });
      expect(wrong.text).toMatch(/credentials.*\(401\)/);
      expect(wrong.text).not.toContain('let-me');
    } finally {
      guard.close();
      guard.closeAllConnections();
      await real.stop();
    }
  });
});
