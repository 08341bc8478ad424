import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './config/duration.ts';
import { ConfigError, loadConfig } from './config.ts';
import { controlToken } from './service/data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));

function fileWith(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe('settings', () => {
  it('have defaults', () => {
    const { config, warnings } = loadConfig({ env: {} });
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4747, idleGapMs: 7_200_000, captureContents: false });
    expect(config.token).toBeUndefined();
    expect(config.retention.metricsMs).toBe(7 * 86_400_000);
    expect(warnings).toEqual([]);
  });

  it('may bring a control token, which replaces the one in the data folder', () => {
    const wanted = 'w'.repeat(40);
    const { config } = loadConfig({ env: { TASKMASTER_OBSERVE_CONTROL_TOKEN: wanted } });
    const data = mkdtempSync(join(tmpdir(), 'data-'));
    const made = controlToken(data);
    expect(controlToken(data, config.controlToken)).toBe(wanted);
    expect(controlToken(data)).toBe(wanted);
    expect(made).not.toBe(wanted);
    const said = messageOf(() => loadConfig({ env: { TASKMASTER_OBSERVE_CONTROL_TOKEN: 'secret but short' } }));
    expect(said).toMatch(/controlToken.*32 to 512/);
    expect(said).not.toContain('secret');
  });

  it('come from file, then environment, then flags, the later winning', () => {
    const file = fileWith(
      'a.yaml',
      'port: 5001\nhost: 127.0.0.2\nidleGap: 30m\nretention:\n  traces: 2d\nprojects: [p]\n'
    );
    const env = { TASKMASTER_OBSERVE_PORT: '5002', TASKMASTER_OBSERVE_RETENTION_LOG_ERRORS: '3d' };
    const { config } = loadConfig({ file, env, flags: { port: 5003, host: undefined }, cwd: '/x' });
    expect(config).toMatchObject({
      port: 5003,
      host: '127.0.0.2',
      idleGapMs: 1_800_000,
      projects: [join(folder, 'p')],
    });
    expect(config.retention).toMatchObject({ tracesMs: 2 * 86_400_000, logErrorsMs: 3 * 86_400_000 });
    expect(loadConfig({ file, env }).config.port).toBe(5002);
  });

  it('take budgets by project, the last equals sign dividing', () => {
    const env = { TASKMASTER_OBSERVE_BUDGETS: 'shop=25, a=b=1.5,*=100' };
    expect(loadConfig({ env }).config.budgets).toEqual({ shop: 25, 'a=b': 1.5, '*': 100 });
    expect(messageOf(() => loadConfig({ env: { TASKMASTER_OBSERVE_BUDGETS: 'shop=much' } }))).toMatch(
      /“budgets” .*project=dollars such as/
    );
  });

  it.each([
    [
      { TASKMASTER_OBSERVE_PORT: 'http' },
      /“port” \(TASKMASTER_OBSERVE_PORT\) in the environment is "http"; .*0 to 65535/,
    ],
    [{ TASKMASTER_OBSERVE_IDLE_GAP: '2 hours' }, /“idleGap” .* a duration such as/],
    [{ TASKMASTER_OBSERVE_USER_ID: 'plain' }, /“userId” .*off or hashed/],
    [{ TASKMASTER_OBSERVE_FORWARD_OTLP: 'collector:4318' }, /“forwardOtlp” .*http:\/\//],
    [{ TASKMASTER_OBSERVE_RETENTION_TRACES: 'ever' }, /“retention.traces”.*duration/],
  ])('are refused by name: %o', (env, expected) => {
    expect(messageOf(() => loadConfig({ env }))).toMatch(expected);
  });

  it('never show a token that does not fit', () => {
    const said = messageOf(() => loadConfig({ env: { TASKMASTER_OBSERVE_TOKEN: 'short-secret' } }));
    expect(said).toContain('16 to 512');
    expect(said).not.toContain('short-secret');
  });

  it.each([
    ['http://', /“forwardOtlp”.*is no address/],
    ['http://user:hunter2@collector:4318', /“forwardOtlp”.*user or password/],
    ['http://collector:4318/?key=hunter2', /“forwardOtlp”.*“\?”/],
    ['user:hunter2@collector', /“forwardOtlp”.*a value that does not fit.*http:\/\//],
  ])('never show an address that does not fit: %s', (address, expected) => {
    const said = messageOf(() => loadConfig({ env: { TASKMASTER_OBSERVE_FORWARD_OTLP: address } }));
    expect(said).toMatch(expected);
    expect(said).not.toContain('hunter');
  });

  it('never show a line of a file that cannot be understood', () => {
    for (const [name, text, expected] of [
      ['d.yaml', 'token: "hunter2\nport: 1', /understood in line 2, column 8: Missing closing "quote\.$/],
      ['e.yaml', 'engines:\n  metrics:\n    password: *hunter2\n', /an alias/],
      ['f.yaml', 'token: !hunter2 x\n', /line 1, column 8: a text that begins with “\*” or “!” has to be in quotes/],
      ['g.yaml', 'token: "\\hunter2"', /single quotes/],
      ['h.yaml', 'token: |hunter2\n', /line 1, column 9: Block scalar header includes extra characters/],
      ['i.json', '{"token": hunter2}', /it is no JSON/],
      ['j.json', '{"port": 1 "token": "hunter2"}', /line 1, column 12: it is no JSON/],
    ] as const) {
      const said = messageOf(() => loadConfig({ file: fileWith(name, text), env: {} }));
      expect(said).toMatch(expected);
      expect(said).not.toContain('hunter');
    }
  });

  it('name an unknown key of the file, and a file that cannot be read', () => {
    const file = fileWith('b.json', '{"prot": 1}');
    expect(messageOf(() => loadConfig({ file, env: {} }))).toMatch(/Unknown setting “prot” in the configuration file/);
    expect(messageOf(() => loadConfig({ file: '/nowhere.yaml', env: {} }))).toContain('/nowhere.yaml');
    expect(messageOf(() => loadConfig({ file: fileWith('c.yaml', 'a: [1'), env: {} }))).toContain('understood');
  });

  it('warn of a variable that looks like ours and means nothing', () => {
    expect(loadConfig({ env: { TASKMASTER_OBSERVE_PROT: '1' } }).warnings[0]).toContain('TASKMASTER_OBSERVE_PROT');
  });
});

describe('durations', () => {
  it('are read and written', () => {
    expect(parseDuration('1.5h')).toBe(5_400_000);
    expect(parseDuration('5 h')).toBeUndefined();
    expect([450, 12_000, 7_500_000, 259_200_000].map(formatDuration)).toEqual(['450ms', '12s', '2h 5m', '3d']);
  });
});
