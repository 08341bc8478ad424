import { expect, it } from 'vitest';
import { kindOf, msOfNanos, severityOf, spanIdOf, statusOf, traceIdOf } from './values.ts';

it('reads ids as hex in any case, as base64, and refuses what is none', () => {
  const hex = '5b8efff798038103d269b633813fc60c';
  expect(traceIdOf(hex.toUpperCase())).toBe(hex);
  expect(traceIdOf(Buffer.from(hex, 'hex').toString('base64'))).toBe(hex);
  expect(spanIdOf('EEE19B7EC3C1B174')).toBe('eee19b7ec3c1b174');
  for (const none of ['', '0'.repeat(32), 'xyz', hex.slice(1), undefined, 5]) {
    expect(traceIdOf(none)).toBeUndefined();
  }
});

it('keeps microseconds of a time and falls back where there is none', () => {
  expect(msOfNanos(1_790_000_004_099_999_999, 7)).toBe(1_790_000_004_100);
  expect(msOfNanos(1_500_000, 7)).toBe(1.5);
  expect([0, NaN, -5, 1e40].map((nanos) => msOfNanos(nanos, 7))).toEqual([7, 7, 7, 7]);
});

it('reads enums as numbers and by name', () => {
  expect([kindOf(3), kindOf('SPAN_KIND_CLIENT'), kindOf(99), kindOf(undefined)]).toEqual([
    'client',
    'client',
    'unspecified',
    'unspecified',
  ]);
  expect([statusOf(2), statusOf('STATUS_CODE_ERROR'), statusOf(1), statusOf(undefined)]).toEqual([
    'error',
    'error',
    'ok',
    'unset',
  ]);
});

it('reads a severity from its number, its name, or its text', () => {
  expect([1, 8, 9, 13, 17, 24].map((number) => severityOf(number, ''))).toEqual([
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'fatal',
  ]);
  expect(severityOf('SEVERITY_NUMBER_WARN2', '')).toBe('warn');
  expect(['Warning', 'ERR', 'critical', 'note', ''].map((text) => severityOf(0, text))).toEqual([
    'warn',
    'error',
    'fatal',
    'info',
    'info',
  ]);
});
