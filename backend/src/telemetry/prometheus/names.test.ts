import { describe, expect, it } from 'vitest';
import { chooseName, namesPattern } from './names.ts';

describe('the name a metric is stored under', () => {
  it.each([
    [
      'claude_code.token.usage',
      ['claude_code_token_usage_tokens_total'],
      'claude_code_token_usage_tokens_total',
      'total',
      'tokens',
    ],
    [
      'claude_code.session.count',
      ['claude_code_session_count_total'],
      'claude_code_session_count_total',
      'total',
      undefined,
    ],
    [
      'http.duration',
      ['http_duration_seconds_bucket', 'http_duration_seconds_sum', 'http_duration_seconds_count'],
      'http_duration_seconds',
      'buckets',
      's',
    ],
    ['rpc', ['rpc_sum', 'rpc_count'], 'rpc', 'summary', undefined],
    ['host.memory', ['host_memory_bytes'], 'host_memory_bytes', 'plain', 'By'],
    ['host.memory', ['host.memory', 'host_memory_bytes'], 'host.memory', 'plain', undefined],
    ['up', ['up'], 'up', 'plain', undefined],
    ['http_requests_total', ['http_requests_total'], 'http_requests_total', 'total', undefined],
  ] as const)('%s of %j', (metric, stored, name, form, unit) => {
    const found = chooseName(metric, stored);
    expect(found).toMatchObject({ name, form });
    expect(found?.unit).toBe(unit);
    const pattern = new RegExp(`^(?:${namesPattern(metric)})$`);
    expect(stored.every((one) => pattern.test(one))).toBe(true);
  });

  it('is never that of a metric that only begins alike', () => {
    for (const other of ['http_requests_failed_total', 'http_requestsX', 'xhttp_requests']) {
      expect(chooseName('http.requests', [other])).toBeUndefined();
      expect(new RegExp(`^(?:${namesPattern('http.requests')})$`).test(other)).toBe(false);
    }
  });
});
