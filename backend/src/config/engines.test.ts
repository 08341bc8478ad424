import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config.ts';

const folder = mkdtempSync(join(tmpdir(), 'engines-'));

function load(yaml: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'observe.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ file, env }).config.engines;
}

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
    writeFileSync(join(folder, 'ca.pem'), 'CA');
    writeFileSync(join(folder, 'me.pem'), 'CERT');
    writeFileSync(join(folder, 'me.key'), 'KEY');
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
          tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
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
    ['engines: {trace: embedded}', /Unknown setting “engines/],
  ])('%s is refused with a sentence', (yaml, sentence) => {
    expect(refused(yaml)).toMatch(sentence);
  });

  it('never shows a secret', () => {
    expect(refused('engines: {traces: {url: "http://x", password: ""}}')).not.toContain('""');
    expect(refused('engines: {traces: {url: "user:hunter2@jaeger"}}')).not.toContain('hunter2');
  });
});
