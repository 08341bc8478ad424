import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyFailure } from './classify.ts';
import { retryAfterOf } from './retry-after.ts';
import { readRuleFile } from './rule-file.ts';

const kindOf = (
  end: Partial<Parameters<typeof classifyFailure>[0]>,
  rules: Parameters<typeof classifyFailure>[1] = []
) => {
  const failure = classifyFailure({ output: '', ...end }, rules, 0);
  return `${failure.class} ${failure.kind}`;
};

describe('classifyFailure', () => {
  it.each([
    [{ exitCode: 127, output: 'sh: 1: claud: not found' }, 'permanent bad-command'],
    [
      { exitCode: 1, output: 'API Error: 429 {"type":"error","error":{"type":"rate_limit_error"}}' },
      'transient rate-limit',
    ],
    [
      { exitCode: 1, output: 'API Error: 529 {"error":{"type":"overloaded_error","message":"Overloaded"}}' },
      'transient overload',
    ],
    [{ exitCode: 1, output: 'Invalid API key · Please run /login' }, 'permanent auth'],
    [{ exitCode: 1, output: 'Error: connect ECONNREFUSED 127.0.0.1:443' }, 'transient network'],
    [
      { exitCode: 22, output: 'curl: (22) The requested URL returned error: 503 Service Unavailable' },
      'transient server-error',
    ],
    [
      { exitCode: 134, output: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory' },
      'transient memory',
    ],
    [{ signal: 'SIGKILL', outOfMemory: true }, 'transient memory'],
    [{ exitCode: 137, outOfMemory: true }, 'transient memory'],
    [{ exitCode: 137 }, 'transient signal'],
    [{ signal: 'SIGSEGV' }, 'transient signal'],
    [{ timedOut: 'hard' as const, signal: 'SIGKILL' }, 'transient timeout'],
    [{ exitCode: 0, verifyCode: 1, output: '3 tests failed' }, 'permanent verification'],
    [{ exitCode: 75 }, 'transient exit'],
    [{ exitCode: 3, output: 'something else' }, 'unknown exit'],
  ])('%j is %s', (end, expected) => {
    expect(kindOf(end)).toBe(expected);
  });

  it('asks the user’s rules before its own, also about a verification', () => {
    const rules = [
      { match: 'flaky', class: 'transient' as const },
      { exitCode: 127, class: 'transient' as const },
    ];
    expect(kindOf({ exitCode: 0, verifyCode: 1, output: 'flaky' }, rules)).toBe('transient rule');
    expect(kindOf({ exitCode: 127 }, rules)).toBe('transient rule');
  });

  it('looks at the end of the output, in linear time', () => {
    const output = `rate limit\n${'a'.repeat(100_000)}\nplain`;
    expect(kindOf({ exitCode: 1, output })).toBe('unknown exit');
    expect(kindOf({ exitCode: 1, output: 'a'.repeat(20_000) }, [{ match: '(a+)+$b', class: 'permanent' }])).toBe(
      'unknown exit'
    );
  });
});

it('reads the pause a service asks for', () => {
  expect(retryAfterOf('HTTP/1.1 429\nRetry-After: 17\n', 0)).toBe(17_000);
  expect(retryAfterOf('"retry-after":"2.5"', 0)).toBe(2500);
  expect(retryAfterOf('retry-after: Thu, 01 Jan 1970 00:01:00 GMT', 10_000)).toBe(50_000);
  expect(retryAfterOf('Please try again in 20s.', 0)).toBe(20_000);
  expect(retryAfterOf('Retry-After: 99999999', 0)).toBe(6 * 3_600_000);
  expect(retryAfterOf('nothing', 0)).toBeUndefined();
});

it('takes rules of a user’s own, and says what is wrong with them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  const file = join(folder, 'rules.yaml');
  const read = (text: string) => {
    writeFileSync(file, text);
    return readRuleFile(file);
  };
  expect(read('rules:\n  - match: "(?i)lock file"\n    class: transient\n    retryAfterMs: 5000\n')).toEqual([
    { match: '(?i)lock file', class: 'transient', retryAfterMs: 5000 },
  ]);
  expect(() => read('- {class: transient}')).toThrow('would match everything');
  expect(() => read('- {match: "(", class: transient}')).toThrow('no regular expression');
  expect(() => read('- {match: a, class: never}')).toThrow('transient, permanent or unknown');
  expect(() => read('- {match: a, class: transient, patern: b}')).toThrow('“patern”');
  expect(() => read('a: [')).toThrow('cannot be read');
  rmSync(folder, { recursive: true });
});
