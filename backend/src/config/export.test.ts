import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { sendsToItself } from '../export/sends-to-itself.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function load(yaml: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'observe.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ file, env });
}
const sent = (yaml: string, env: NodeJS.ProcessEnv = {}) => load(yaml, env).config.export;
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };

describe('export', () => {
  it('is off unless something is said', () => {
    expect(sent('')).toBeUndefined();
    expect(sent('export: { interval: 30s }')).toBeUndefined();
  });

  it('goes where the settings say, before the environment', () => {
    writeFileSync(join(folder, 'token'), 'abc\n');
    const yaml =
      'export: { url: "https://c.example.com/otlp/", metrics: false, interval: 30s, bearerTokenFile: token }';
    expect(sent(yaml, ENDPOINT)).toEqual({
      traces: { url: 'https://c.example.com/otlp/v1/traces', headers: { authorization: 'Bearer abc' } },
      logs: { url: 'https://c.example.com/otlp/v1/logs', headers: { authorization: 'Bearer abc' } },
      intervalMs: 30_000,
      serviceName: 'taskmaster-observe',
      resource: {},
    });
    expect(sent('', { TASKMASTER_OBSERVE_EXPORT_URL: 'http://c:4318' })?.metrics).toEqual({
      url: 'http://c:4318/v1/metrics',
    });
  });

  it('goes where the variables of OpenTelemetry say', () => {
    const env = {
      ...ENDPOINT,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://logs.example.com/in',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_SERVICE_NAME: 'observe-of-team',
      OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b,taskmaster.task.id=5',
    };
    expect(sent('', env)).toEqual({
      traces: { url: 'http://collector:4318/v1/traces' },
      logs: { url: 'https://logs.example.com/in' },
      intervalMs: 60_000,
      serviceName: 'observe-of-team',
      resource: { team: 'a b' },
    });
    expect(sent('', { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  it('by gRPC is not done, and said', () => {
    const { config, warnings } = load('', { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect(config.export).toBeUndefined();
    expect(warnings[0]).toContain('HTTP only');
  });

  it.each([
    ['export: { url: "collector:4318" }', /“export.url” in .* is a value that does not fit; expected an http/],
    ['export: { urls: x }', /Unknown setting “export.urls”/],
    ['export: { url: "http://c", cert: c.pem }', /belong together/],
    ['export: { url: "http://c", ca: none.pem }', /none.pem, named in “export”, cannot be read/],
    ['export: yes', /“export” in .* cannot be used; expected a group/],
    ['export: { url: "http://c:99999" }', /“export.url” in .* is no address/],
    ['export: { url: "http://c?token=x" }', /“export.url” in .* has a “\?”/],
    ['export: { url: "http://c", headers: {X-Key: "a\\nb"} }', /header “X-Key” of “export.headers”/],
    ['export: { url: "http://c", bearerToken: "a\\nb" }', /The token of “export”/],
  ])('refuses %s', (yaml, sentence) => {
    expect(() => sent(yaml)).toThrow(sentence);
  });

  it('to itself is known as such', () => {
    const to = (url: string) => sendsToItself(sent(`export: { url: "${url}" }`)!, 'http://127.0.0.1:4747');
    expect(to('http://localhost:4747')).toBe(true);
    expect(to('http://127.0.0.1:4747/')).toBe(true);
    expect(to('http://127.0.0.1:4318')).toBe(false);
    expect(to('http://collector:4747')).toBe(false);
  });
});
