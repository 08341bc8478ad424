import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSettings, readSettings, removeSettings } from './edit.ts';
import { applyRemoval, applySetUp, planRemoval, planSetUp } from './plan.ts';
import { HOOK_PATH, wantedSettings } from './settings.ts';

const wanted = wantedSettings({
  url: 'http://127.0.0.1:4747',
  project: 'shop-1a2b3c4d',
  command: 'sh /data/bin/taskmaster-observe-hook.sh /data/spool',
});

const COMMENTED = `{
    // mine
    "permissions": { "allow": ["Bash(npm test)"] }, /* keep */
    "env": { "EDITOR": "vi" },
    "hooks": {
        "PostToolUse": [
            { "matcher": "Edit", "hooks": [{ "type": "command", "command": "npx prettier" }] }
        ]
    }
}
`;

function place(content: string | null): { file: string; data: string } {
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  const file = join(folder, 'project', '.claude', 'settings.local.json');
  mkdirSync(join(folder, 'project'), { recursive: true });
  if (content !== null) {
    mkdirSync(dirname(file));
    writeFileSync(file, content);
  }
  return { file, data: join(folder, 'data') };
}

function setUp({ file, data }: { file: string; data: string }): void {
  applySetUp(planSetUp(file, data, wanted), data, wanted);
}

describe('setting a project up', () => {
  it('adds hooks of both kinds and telemetry', () => {
    const { text } = addSettings('', wanted);
    const { hooks, env } = readSettings(text) as { hooks: Record<string, unknown[]>; env: Record<string, string> };
    expect(hooks.PreToolUse).toEqual([
      { hooks: [{ type: 'http', url: `http://127.0.0.1:4747${HOOK_PATH}`, timeout: 2 }] },
    ]);
    expect(JSON.stringify(hooks.SessionStart)).toContain('"type":"command"');
    expect(env).toMatchObject({
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4747',
    });
    expect(hooks).not.toHaveProperty('WorktreeCreate'); // a hook there replaces what Git does
  });

  it('leaves everything else as it is, comments and form included', () => {
    const { text } = addSettings(COMMENTED, wanted);
    for (const line of [
      '    // mine',
      '    "permissions": { "allow": ["Bash(npm test)"] }, /* keep */',
      '"matcher": "Edit"',
    ]) {
      expect(text).toContain(line);
    }
    const { hooks, env } = readSettings(text) as { hooks: Record<string, unknown[]>; env: Record<string, string> };
    expect(hooks.PostToolUse).toHaveLength(2);
    expect(env.EDITOR).toBe('vi');
  });

  it('does not overrule a variable that is set, and says so', () => {
    const before = '{"env":{"OTEL_EXPORTER_OTLP_ENDPOINT":"http://collector:4318"}}';
    const { text, kept } = addSettings(before, wanted);
    expect(kept).toEqual([{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector:4318' }]);
    expect((readSettings(text) as { env: Record<string, string> }).env.OTEL_EXPORTER_OTLP_ENDPOINT).toBe(
      'http://collector:4318'
    );
  });

  it.each([
    ['comments', COMMENTED],
    ['CRLF and tabs', '{\r\n\t"model": "opus",\r\n\t"hooks": {}\r\n}\r\n'],
    ['one line', '{"env":{"A":"1"},"hooks":{"Stop":[]}}'],
    ['nothing', '{}'],
    ['an empty file', ''],
  ])('is undone to the byte: %s', (_name, content) => {
    const at = place(content);
    setUp(at);
    expect(readFileSync(at.file, 'utf8')).not.toBe(content);
    applyRemoval(planRemoval(at.file, at.data, wanted), at.data);
    expect(readFileSync(at.file, 'utf8')).toBe(content);
  });

  it('leaves no file and no folder where there was none', () => {
    const at = place(null);
    setUp(at);
    expect(existsSync(at.file)).toBe(true);
    applyRemoval(planRemoval(at.file, at.data, wanted), at.data);
    expect(existsSync(dirname(at.file))).toBe(false);
  });

  it('changes nothing the second time, and follows a new address without leaving the old', () => {
    const at = place(COMMENTED);
    setUp(at);
    const again = planSetUp(at.file, at.data, wanted);
    expect(again.after).toBe(again.before);
    const moved = wantedSettings({
      url: 'http://127.0.0.1:5000',
      project: 'shop-1a2b3c4d',
      command: 'sh /x/taskmaster-observe-hook.sh',
    });
    applySetUp(planSetUp(at.file, at.data, moved), at.data, moved);
    const text = readFileSync(at.file, 'utf8');
    expect(text).not.toContain(':4747');
    expect(text.match(/:5000\/api/g)?.length).toBe(Object.keys(wanted.hooks).length - 2);
    applyRemoval(planRemoval(at.file, at.data, moved), at.data);
    expect(readFileSync(at.file, 'utf8')).toBe(COMMENTED);
  });

  it('keeps what the user changed in between, and takes only ours away', () => {
    const at = place(COMMENTED);
    setUp(at);
    const edited = readFileSync(at.file, 'utf8').replace('"vi"', '"emacs"');
    writeFileSync(at.file, edited);
    applyRemoval(planRemoval(at.file, at.data, wanted), at.data);
    const left = readFileSync(at.file, 'utf8');
    expect(left).not.toContain('4747');
    expect(left).not.toContain('OTEL_');
    expect(readSettings(left)).toEqual(readSettings(COMMENTED.replace('"vi"', '"emacs"')));
  });

  it('finds its own entries from another data folder too', () => {
    const at = place(COMMENTED);
    setUp(at);
    const other = mkdtempSync(join(tmpdir(), 'init-'));
    applyRemoval(planRemoval(at.file, other, wanted), other);
    expect(readSettings(readFileSync(at.file, 'utf8'))).toEqual(readSettings(COMMENTED));
  });

  it('refuses a file it cannot read, with the line', () => {
    const at = place('{\n  "env": {\n');
    expect(() => planSetUp(at.file, at.data, wanted)).toThrow(/not valid JSON: .* in line 3/);
  });

  it('writes a token only where its owner can read it', () => {
    const at = place('{}');
    const secret = wantedSettings({
      url: 'http://127.0.0.1:4747',
      project: 'p',
      command: 'sh x',
      token: 'a very secret token',
    });
    applySetUp(planSetUp(at.file, at.data, secret), at.data, secret);
    expect(statSync(at.file).mode & 0o777).toBe(0o600);
    expect(readFileSync(at.file, 'utf8')).toContain('Bearer $TASKMASTER_OBSERVE_TOKEN');
  });

  it('adds and removes without loss whatever the settings are', () => {
    // The reader drops a key of that name; the text keeps it, and the text is what is written.
    const value = fc.jsonValue({ maxDepth: 2 }).filter((one) => !JSON.stringify(one).includes('__proto__'));
    const settings = fc.record(
      {
        env: fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.string()
        ),
        hooks: fc.dictionary(fc.constantFrom('Stop', 'PreToolUse', 'X'), fc.array(value)),
        other: value,
      },
      { requiredKeys: [] }
    );
    fc.assert(
      fc.property(settings, fc.boolean(), (before, pretty) => {
        const text = JSON.stringify(before, null, pretty ? 2 : 0);
        const after = removeSettings(addSettings(text, wanted).text, wanted.env);
        // An event with no hooks, and an empty group, say nothing.
        const full = (one: unknown): boolean => typeof one !== 'object' || one === null || Object.keys(one).length > 0;
        const strip = ({ env = {}, hooks = {}, ...rest }: Record<string, unknown>): unknown => ({
          ...rest,
          env,
          hooks: Object.fromEntries(Object.entries(hooks as object).filter(([, groups]) => full(groups))),
        });
        expect(strip(readSettings(after) as Record<string, unknown>)).toEqual(
          strip(JSON.parse(text) as Record<string, unknown>)
        );
      })
    );
  });
});
