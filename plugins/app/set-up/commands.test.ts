import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanAddress,
  DEFAULT_ADDRESS,
  environmentLines,
  eventCommand,
  monitorCommand,
  quote,
  settingsJson,
} from './commands.ts';

const target = { address: 'http://10.0.0.5:4747', folder: "/home/dev/it's mine", project: 'mine-1a2b' };

describe('commands to copy', () => {
  it('hand a folder to the shell as it is', () => {
    const folders = fc.string({ minLength: 1, unit: fc.constantFrom(...'aZ0 /-_.~$`"\'\\!*?;&|<>()[]{}#\n=é') });
    fc.assert(
      fc.property(
        folders.filter((text) => !/^~(\/|$)/.test(text)),
        (folder) => {
          expect(execFileSync('sh', ['-c', `printf %s ${quote(folder)}`], { encoding: 'utf8' })).toBe(folder);
        }
      ),
      { numRuns: 40 }
    );
  });
  it('leave the home folder to the shell', () => expect(quote('~/shop')).toBe('~/shop'));
  it('name the service where it is not the usual one', () => {
    expect(monitorCommand({ address: DEFAULT_ADDRESS, folder: '/p' })).toBe('taskmaster-observe monitor-init /p');
    expect(monitorCommand({ ...target, folder: '/p' })).toBe(
      'taskmaster-observe monitor-init --url http://10.0.0.5:4747 /p'
    );
  });
  it('set the environment a shell then has', () => {
    const read = `${environmentLines(target)}\nprintf '%s|%s' "$OTEL_EXPORTER_OTLP_ENDPOINT" "$OTEL_RESOURCE_ATTRIBUTES"`;
    const said = execFileSync('sh', ['-c', read], { encoding: 'utf8' });
    expect(said).toBe('http://10.0.0.5:4747|taskmaster.project=mine-1a2b');
  });
  it('are settings Claude Code takes, with hooks that need no program on disk', () => {
    const { env, hooks } = JSON.parse(settingsJson(target)) as {
      env: Record<string, string>;
      hooks: Record<string, Array<{ hooks: Array<{ type: string; url: string }> }>>;
    };
    expect(env.CLAUDE_CODE_ENABLE_TELEMETRY).toBe('1');
    const all = Object.values(hooks).flatMap((groups) => groups.flatMap((group) => group.hooks));
    expect(new Set(all.map(({ type, url }) => `${type} ${url}`))).toEqual(
      new Set(['http http://10.0.0.5:4747/api/v1/hooks/claude-code'])
    );
    expect(Object.keys(hooks)).toContain('PostToolUse');
  });
  it('are an event that is JSON, whatever the project is called', () => {
    const command = eventCommand({ ...target, project: "it's" }).replace(/^curl .* -d /, 'printf %s ');
    const sent = JSON.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' })) as Array<{ project: string }>;
    expect(sent[0]!.project).toBe("it's");
  });
});

describe('addresses', () => {
  it.each([
    ['http://127.0.0.1:4747/', 'http://127.0.0.1:4747'],
    [' https://observe.example/base/ ', 'https://observe.example/base'],
    ['127.0.0.1:4747', undefined],
    ['ftp://x', undefined],
    ['', undefined],
  ])('%s', (text, clean) => expect(cleanAddress(text)).toBe(clean));
});
