import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, redactText } from './secrets.ts';

const SECRETS: Array<[kind: string, secret: string]> = [
  ['api-key', 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx'],
  ['api-key', 'sk-proj-1234567890abcdef1234'],
  ['api-key', 'sk_live_1234567890abcdef'],
  ['github-token', 'ghp_1234567890abcdefghijABCDEFGHIJ123456'],
  ['github-token', 'github_pat_11ABCDEFG0123456789_abcdefghij'],
  ['gitlab-token', 'glpat-abcdefghij1234567890'],
  ['npm-token', 'npm_abcdefghijklmnopqrstuvwxyz0123456789'],
  ['aws-key', 'AKIAIOSFODNN7EXAMPLE'],
  ['slack-token', 'xoxb-123456789012-abcdefghij'],
  ['google-key', 'AIzaSyA1234567890abcdefghijklmnopqrstuv'],
  ['jwt', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'],
];

describe('redactText', () => {
  it.each(SECRETS)('takes out a %s wherever it stands', (kind, secret) => {
    for (const text of [secret, `before ${secret} after`, `{"k":"${secret}"}`, `line\n${secret}\n`]) {
      const clean = redactText(text);
      expect(clean).not.toContain(secret);
      expect(clean).toContain(`[redacted:${kind}]`);
      expect(clean.replace(`[redacted:${kind}]`, secret)).toBe(text);
    }
  });

  it.each([
    ['Authorization: Bearer abcdef0123456789.xyz', 'Authorization: Bearer [redacted:bearer]'],
    ['postgres://app:s3cr3t!@db.local:5432/shop', 'postgres://app:[redacted:credentials]@db.local:5432/shop'],
    ['redis://:hunter22@cache/0', 'redis://:[redacted:credentials]@cache/0'],
    ['PASSWORD=hunter22 npm test', 'PASSWORD=[redacted:password] npm test'],
    ['"password": "hunter22",', '"password": "[redacted:password]",'],
    [String.raw`{\"api_key\":\"abcd1234efgh\"}`, String.raw`{\"api_key\":\"[redacted:password]\"}`],
    ['mysql --password hunter22 shop', 'mysql --password [redacted:password] shop'],
    ['client_secret: qwertyuiop', 'client_secret: [redacted:password]'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('takes out a whole private key, also one that was cut off', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMIIEow\n-----END RSA PRIVATE KEY-----';
    expect(redactText(`a ${key} b`)).toBe('a [redacted:private-key] b');
    expect(redactText(key.slice(0, 50))).toBe('[redacted:private-key]');
  });

  it.each([
    'input_tokens: 1200',
    'max_token=4096',
    'the token was refused',
    'password=$DB_PASSWORD',
    'password: <REDACTED>',
    'https://example.org:8080/path?a=b@c',
    'task-master set-status --id=5 --status=done',
    'sk-short',
    'monkey: banana',
    'a skilled desk-worker',
  ])('leaves %s alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('answers with the same string where there is nothing to do', () => {
    const text = 'order 17 was shipped';
    expect(cleanText(text)).toBe(text);
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.constantFrom(...SECRETS.map(([, secret]) => secret), 'password=', ' ', '://u:p@')),
          {
            maxLength: 8,
          }
        ),
        (parts) => {
          const once = redactText(parts.join(''));
          expect(redactText(once)).toBe(once);
        }
      )
    );
  });

  it('stays linear on texts made to be slow', () => {
    for (const unit of [
      '-----BEGIN PRIVATE KEY-----',
      'eyJaaaaaaaa.',
      'token=',
      '://a:',
      'Bearer ',
      'sk-',
      'password: ',
      '--token  ',
    ]) {
      const text = unit.repeat(Math.ceil(2_000_000 / unit.length));
      expect(redactText(text).length).toBeGreaterThan(0); // a quadratic pattern would run into the test's time limit
    }
  });

  it('makes lone surrogates storable', () => {
    expect(cleanText('cut \ud83d')).toBe('cut \ufffd');
  });
});
