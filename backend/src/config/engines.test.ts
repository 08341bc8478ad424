import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config.ts';

const folder = mkdtempSync(join(tmpdir(), 'engines-'));

const CERTIFICATE = '-----BEGIN CERTIFICATE-----';

function load(yaml: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'observe.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ file, env }).config.engines;
}

writeFileSync(join(folder, 'empty.pem'), 'hunter2');
writeFileSync(join(folder, 'blank'), ' \n');

function refused(yaml: string): string {
  try {
    load(yaml);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('engines', () => {
  it('are embedded unless something is said', () => {
    expect(loadConfig({ env: {} }).config.engines).toEqual({
      metrics: 'embedded',
      traces: 'embedded',
      logs: 'embedded',
    });
  });

  it('may be mixed, by file and environment', () => {
    const engines = load('engines:\n  logs: {url: "http://es:9200/", index: "my-*"}\n', {
      TASKMASTER_OBSERVE_METRICS_URL: 'http://prom:9090',
      TASKMASTER_OBSERVE_LOGS_URL: 'https://es.example:9243',
    });
    expect(engines).toMatchObject({
      metrics: [{ upstream: { url: 'http://prom:9090', timeoutMs: 30_000 }, settings: { increase: 'exact' } }],
      traces: 'embedded',
      logs: { upstream: { url: 'https://es.example:9243' }, index: 'my-*' },
    });
  });

  it('take user, token, headers, certificates; secrets from files beside the settings', () => {
    writeFileSync(join(folder, 'token'), 'from-file\n');
    const [ca, cert, key] = [
      `${CERTIFICATE}CA`,
      `Subject: me\n${CERTIFICATE}CERT`,
      '-----BEGIN EC PRIVATE KEY-----KEY',
    ];
    writeFileSync(join(folder, 'ca.pem'), ca);
    writeFileSync(join(folder, 'me.pem'), cert);
    writeFileSync(join(folder, 'me.key'), key);
    const { metrics, traces } = load(
      [
        'engines:',
        '  metrics:',
        '    - {url: "https://a.example", bearerTokenFile: token, projects: [shop-1], ca: ca.pem, cert: me.pem, key: me.key}',
        '    - {url: "https://b.example/prom", user: me, password: "p:w", headers: {X-Scope-OrgID: team}, timeout: 5s}',
        '  traces: {url: "http://u%40x:secret@jaeger:16686"}',
      ].join('\n')
    );
    expect(metrics).toMatchObject([
      {
        upstream: {
          headers: { authorization: 'Bearer from-file' },
          tls: { ca, cert, key, verify: true },
        },
        projects: ['shop-1'],
      },
      {
        upstream: {
          url: 'https://b.example/prom',
          timeoutMs: 5000,
          headers: { authorization: `Basic ${btoa('me:p:w')}`, 'X-Scope-OrgID': 'team' },
        },
      },
    ]);
    expect(traces).toMatchObject({
      url: 'http://jaeger:16686',
      headers: { authorization: `Basic ${btoa('u@x:secret')}` },
    });
  });

  it.each([
    ['engines: {metrics: prometheus}', /“engines.metrics”.*“embedded” or a group of settings/],
    ['engines: {metrics: {}}', /“engines.metrics”.*url/],
    ['engines: {traces: {url: "jaeger:16686"}}', /“engines.traces.url”.*http:\/\/ or https:\/\//],
    ['engines: {logs: {url: "http://x", pasword: y}}', /Unknown setting “engines\.logs\.pasword”/],
    ['engines: {logs: {url: "http://x", timeout: soon}}', /“engines.logs.timeout”.*"soon".*duration/],
    ['engines: {metrics: {url: "http://x", deltas: ["("]}}', /pattern \(/],
    ['engines: {traces: {url: "https://x", cert: me.pem}}', /belong together/],
    ['engines: {traces: {url: "https://x", ca: nowhere.pem}}', /nowhere\.pem.*cannot be read/],
    ['engines: {traces: {url: "https://x", ca: empty.pem}}', /“engines.traces.ca”.*no certificate in PEM/],
    ['engines: {traces: {url: "https://x", cert: empty.pem, key: empty.pem}}', /“engines.traces.cert”/],
    ['engines: {logs: {url: "http://x", index: ".."}}', /“engines.logs.index”.*no index/],
    ['engines: &a {metrics: *a}', /observe.yaml cannot be understood: .* alias .*itself/],
    ['retention: &a [*a, *a]', /cannot be understood/],
    [`engines: ${'['.repeat(20_000)}`, /cannot be understood/],
    ['engines: {logs: {url: "http://x", timeout: 0s}}', /“engines.logs.timeout” in .* is "0s"; expected 100ms to 10m/],
    ['engines: {traces: {url: "http://x", timeout: 11m}}', /“engines.traces.timeout”.*"11m"/],
    ['engines: {metrics: {url: "http://x", sampleInterval: 999ms}}', /“engines.metrics.sampleInterval”.*1s to 1h/],
    ['engines: {metrics: {url: "http://x", sampleInterval: 1d}}', /“engines.metrics.sampleInterval”.*1s to 1h/],
    ['engines: {traces: {url: "http://x", bearerTokenFile: blank}}', /file of “engines.traces.bearerTokenFile”.*empty/],
    ['engines: {traces: {url: "http://x", user: me, passwordFile: blank}}', /“engines.traces.passwordFile”.*empty/],
    ['engines: {metrics: [{url: "http://x"}, {url: "http://x/", projects: [a]}]}', /“engines.metrics.1”.*twice/],
    [
      'engines: {metrics: [{url: "http://x", projects: [a, b]}, {url: "http://y"}, {url: "http://x", projects: [b]}]}',
      /“engines.metrics.2” in .* is the same server as “engines.metrics”/,
    ],
    ['engines: {trace: embedded}', /Unknown setting “engines/],
  ])('%s is refused with a sentence', (yaml, sentence) => {
    expect(refused(yaml)).toMatch(sentence);
  });

  it.each([
    ['url: "user:hunter2@jaeger"', /“engines.traces.url”.*http:\/\//],
    ['url: "http://"', /“engines.traces.url”.*is no address/],
    ['url: "http://[::1"', /is no address/],
    ['url: "http://user:hunter2@jaeger:99999"', /up to 65535/],
    ['url: "http://user:hunter%2@jaeger"', /“%”.*%25/],
    ['url: "http://jaeger:16686/?token=hunter2"', /“\?” or “#”.*“bearerToken”/],
    ['url: "http://jaeger:16686/#hunter2"', /“\?” or “#”/],
    ['url: "http://user:hunter2?@jaeger"', /%3F/],
    ['url: ["http://user:hunter2@jaeger"]', /“engines.traces.url”.*address/],
    ['url: "http://x", user: [hunter2]', /“engines.traces.user”.*a user name/],
    ['url: "http://x", password: [hunter2]', /“engines.traces.password”/],
    ['url: "http://x", password: hunter2', /“engines.traces” in .* has a password, but no user/],
    ['url: "http://:hunter2@x"', /has a password, but no user/],
    ['url: "http://x", user: "me:hunter2"', /The user of “engines.traces” in .*“:”/],
    ['url: "http://x", password: ""', /“engines.traces.password”/],
    ['url: "http://x", bearerTokenFile: {token: hunter2}', /“engines.traces.bearerTokenFile”/],
    ['url: "http://x", bearerToken: "hunter2\\nhunter3"', /The token of “engines.traces”.*line breaks/],
    ['url: "http://x", bearerToken: "hunter2ŵ"', /The token of “engines.traces”.*Latin/],
    ['url: "http://x", headers: {X-Key: "hunter2\\r\\nHost: y"}', /header “X-Key” of “engines.traces.headers”.*line/],
    ['url: "http://x", headers: {X-Key: "hunter2ŵ"}', /header “X-Key”.*Latin/],
    ['url: "http://x", headers: {"Authorization: hunter2": ""}', /A name in “engines.traces.headers”/],
    ['url: "http://x", headers: {Host: hunter2}', /header “Host”.*by the service itself/],
    ['url: "http://x", headers: {transfer-encoding: hunter2}', /header “transfer-encoding”.*by the service itself/],
    ['url: "http://x", headers: {X-Key: a, x-key: hunter2}', /“x-key”.*twice/],
    ['url: "http://x", headers: {Authorization: hunter2}, user: me', /header “Authorization” and a user or token/],
    ['url: "http://x", headers: {X-Key: {a: hunter2}}', /“engines.traces.headers”.*names and values/],
    ['url: "http://x", headers: {X-Key: 12345678901234567890}', /“X-Key”.*in quotes/],
  ])('%s is refused without showing a secret', (settings, sentence) => {
    const said = refused(`engines: {traces: {${settings}}}`);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('hunter');
  });

  it('secrets in other shapes and places are not shown either', () => {
    for (const yaml of [
      'engines: "http://user:hunter2@jaeger"',
      'engines: {traces: "http://user:hunter2@jaeger"}',
      'engines: {traces: ["http://user:hunter2@jaeger"]}',
      'engines: {metrics: [{url: "http://a"}, {url: "http://user:hunter2@"}]}',
    ]) {
      expect(refused(yaml)).not.toContain('hunter');
    }
    for (const url of ['http://user:hunter2@', 'http://user:hunter%@prom', 'http://prom/?t=hunter2', 'hunter2']) {
      expect(() => load('', { TASKMASTER_OBSERVE_METRICS_URL: url })).toThrow(ConfigError);
      expect(() => load('', { TASKMASTER_OBSERVE_METRICS_URL: url })).toThrow(
        /^(?!.*hunter).*“engines.metrics.url” in the env/
      );
    }
  });

  it('may be one server for several projects, or several tenants of one', () => {
    const targets = '{url: "http://x", projects: [a]}, {url: "http://x", projects: [b]}';
    const tenants = '{url: "http://y", headers: {X-Scope-OrgID: a}}, {url: "http://y", headers: {X-Scope-OrgID: b}}';
    expect(load(`engines: {metrics: [${targets}, ${tenants}]}`).metrics).toHaveLength(4);
  });

  it('headers may be numbers and truths of the file', () => {
    const { traces } = load(
      'engines: {traces: {url: "http://x", headers: {X-Scope-OrgID: 12345, X-On: true, X-Half: 0.5}}}'
    );
    expect(traces).toMatchObject({ headers: { 'X-Scope-OrgID': '12345', 'X-On': 'true', 'X-Half': '0.5' } });
  });
});
