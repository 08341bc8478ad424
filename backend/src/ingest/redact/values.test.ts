import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attributes } from '../../telemetry/types.ts';
import { cleanValue, setClean, type Contents } from './values.ts';

const OFF = { captureContents: false, userId: 'off' } as const;

function clean(fields: Record<string, unknown>, options = {}): Attributes {
  const target: Attributes = {};
  for (const [key, value] of Object.entries(fields)) {
    setClean(target, key, value, { ...OFF, ...options });
  }
  return target;
}

describe('setClean', () => {
  it('drops who a person is', () => {
    expect(
      clean({ 'user.email': 'a@b.c', 'organization.id': 'o', 'user.account_uuid': 'u', 'user.id': 'i', model: 'm' })
    ).toEqual({
      model: 'm',
    });
  });

  it('keeps a hash of the user where configured, the same each time', () => {
    const first = clean({ 'user.id': 'u-1' }, { userId: 'hashed' });
    expect(first['user.id']).toMatch(/^[0-9a-f]{16}$/);
    expect(clean({ 'user.id': 'u-1' }, { userId: 'hashed' })).toEqual(first);
    expect(clean({ 'user.id': 'u-2' }, { userId: 'hashed' })).not.toEqual(first);
  });

  it('drops contents, but hands them to who reads evidence', () => {
    const target: Attributes = {};
    const contents: Contents = {};
    setClean(target, 'tool_input', '{"command":"x"}', OFF, 0, contents);
    expect(target).toEqual({});
    expect(contents).toEqual({ tool_input: '{"command":"x"}' });
  });

  it('keeps contents where the operator wants them, redacted', () => {
    expect(clean({ prompt: 'use password=hunter22' }, { captureContents: true })).toEqual({
      prompt: 'use password=[redacted:password]',
    });
  });

  it('replaces the value of a field that is named like a secret', () => {
    expect(
      clean({ 'http.request.header.authorization': 'x', db_password: 'y', refresh_token: 'z', max_tokens: 5 })
    ).toEqual({
      'http.request.header.authorization': '[redacted:field]',
      db_password: '[redacted:field]',
      refresh_token: '[redacted:field]',
      max_tokens: 5,
    });
  });

  it('reaches into objects and lists', () => {
    expect(clean({ a: [{ 'user.email': 'x', b: { prompt: 'p', token: 't', ok: 1 } }] })).toEqual({
      a: [{ b: { token: '[redacted:field]', ok: 1 } }],
    });
  });
});

describe('cleanValue', () => {
  it('gives JSON for whatever it gets, and the same for its own answer', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, maxDepth: 6 }), (value) => {
        const once = cleanValue(value, OFF);
        const text = JSON.stringify(once);
        expect(text.isWellFormed()).toBe(true);
        expect(cleanValue(JSON.parse(text), OFF)).toEqual(JSON.parse(text));
      })
    );
  });

  it('survives deep nesting and odd names', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    expect(JSON.stringify(cleanValue(deep, OFF))).toContain('[nested too deep]');
    expect(Object.keys(cleanValue(JSON.parse('{"__proto__": 1}'), OFF) as object)).toEqual(['__proto__']);
  });
});
