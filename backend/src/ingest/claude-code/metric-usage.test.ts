import { describe, expect, it } from 'vitest';
import { counters, SESSION, T0, type PointSpec } from '../../../../tests/fixtures/otlp/claude-code.ts';
import { decode, ofType, testContext } from '../../../../tests/fixtures/otlp/decode.ts';
import { createMemory } from '../memory.ts';
import { claudeMetric } from './names.ts';

const tokens = (type: string, value: number, more: Partial<PointSpec> = {}): PointSpec => ({
  value,
  ...more,
  attributes: { type, model: 'm', query_source: 'main', ...more.attributes },
});
const usage = (body: object) => ofType(decode('otlp-metrics', body).events, 'usage.reported');

describe('usage from counters', () => {
  it('joins the points of one interval', () => {
    const [event, ...more] = usage(
      counters({
        'claude_code.token.usage': [
          tokens('input', 120),
          tokens('output', 850),
          tokens('cacheRead', 42_000),
          tokens('cacheCreation', 3100),
        ],
        'claude_code.cost.usage': [{ value: 0.0425, attributes: { model: 'm', query_source: 'main' } }],
      })
    );
    expect(more).toEqual([]);
    expect(event?.data).toMatchObject({
      reporter: 'metric',
      model: 'm',
      querySource: 'main',
      inputTokens: 120,
      outputTokens: 850,
      cacheReadTokens: 42_000,
      cacheCreationTokens: 3100,
      costUsd: 0.0425,
    });
    expect(event?.data).not.toHaveProperty('cumulative');
  });

  it('of deltas adds up, whichever way the points are cut into bodies, and counts a body sent again once', () => {
    const whole = usage(counters({ 'claude_code.token.usage': [tokens('input', 1), tokens('output', 2)] }));
    const parts = [tokens('input', 1), tokens('output', 2)].flatMap((point) =>
      usage(counters({ 'claude_code.token.usage': [point] }))
    );
    expect(new Set(parts.map(({ id }) => id)).size).toBe(2);
    expect(usage(counters({ 'claude_code.token.usage': [tokens('input', 1), tokens('output', 2)] }))).toEqual(whole);
    const later = usage(counters({ 'claude_code.token.usage': [tokens('input', 1, { at: T0 + 120_000 })] }));
    expect(parts.map(({ id }) => id)).not.toContain(later[0]?.id);
  });

  it('of cumulative counters is a total of its series, named the same each time', () => {
    const totals = [100, 250, 250].map(
      (value, minute) =>
        usage(
          counters(
            { 'claude_code.token.usage': [tokens('input', value, { at: T0 + minute * 60_000 })] },
            { temporality: 2 }
          )
        )[0]
    );
    expect(totals.map((event) => event?.data?.cumulative)).toEqual([true, true, true]);
    expect(new Set(totals.map((event) => event?.data?.requestId)).size).toBe(1);
    expect(totals[0]?.id).not.toBe(totals[1]?.id);
    expect(totals[1]?.id).toBe(totals[2]?.id); // nothing new
  });

  it('of two processes that share a session id is two series', () => {
    const [first, second] = usage(
      counters(
        { 'claude_code.token.usage': [tokens('input', 500), tokens('input', 20, { start: T0 + 1000 })] },
        { temporality: 2 }
      )
    );
    expect(first?.data?.requestId).not.toBe(second?.data?.requestId);
    expect([first?.data?.inputTokens, second?.data?.inputTokens]).toEqual([500, 20]);
    expect(first?.session).toBe(SESSION);
  });

  it('is not made of other metrics', () => {
    const body = counters({
      'claude_code.active_time.total': [{ value: 41.5, attributes: { type: 'cli' } }],
      'my.tokens': [tokens('input', 5)],
    });
    expect(usage(body)).toEqual([]);
    expect(decode('otlp-metrics', body).metrics).toHaveLength(2);
  });
});

describe('sessions of a user interface', () => {
  it('are left out, with all their counters, also in bodies that come later', () => {
    const context = testContext({ memory: createMemory() });
    const views = counters({
      'claude_code.session.count': [{ value: 1, attributes: { start_type: 'agents_view' } }],
      'claude_code.active_time.total': [{ value: 3 }],
    });
    expect(decode('otlp-metrics', views, context)).toMatchObject({ events: [], metrics: [], rejected: [] });
    expect(
      decode('otlp-metrics', counters({ 'claude_code.token.usage': [tokens('input', 1)] }), context).events
    ).toEqual([]);
  });

  it('are told from those that resume', () => {
    const [event] = ofType(
      decode(
        'otlp-metrics',
        counters({ 'claude_code.session.count': [{ value: 1, attributes: { start_type: 'resume' } }] })
      ).events,
      'session.started'
    );
    expect(event?.data).toMatchObject({ startType: 'resume', agentName: 'claude-code' });
  });
});

it.each([
  ['claude_code.token.usage', 'claude_code.token.usage'],
  ['claude_code_token_usage_tokens_total', 'claude_code.token.usage'],
  ['claude_code_token_usage_total', 'claude_code.token.usage'],
  ['otel_claude_code_cost_usage_USD_total', 'claude_code.cost.usage'],
  ['claude_code_claude_code_cost_usage_USD_total', 'claude_code.cost.usage'],
  ['claude_code_active_time_seconds_total', 'claude_code.active_time.total'],
  ['claude_code_active_time_total', 'claude_code.active_time.total'],
  ['claude_code_session_count_total', 'claude_code.session.count'],
  ['claude_code_token_usage_other', undefined],
  ['my_token_usage_total', undefined],
])('%s is %s', (name, expected) => {
  expect(claudeMetric(name)).toBe(expected);
});

it('reads names and labels as a Prometheus exporter wrote them', () => {
  const body = JSON.stringify(counters({ claude_code_token_usage_tokens_total: [tokens('input', 5)] })).replaceAll(
    'session.id',
    'session_id'
  );
  const { events, metrics } = decode('otlp-metrics', body);
  expect(metrics[0]).toMatchObject({ name: 'claude_code.token.usage', origin: { session: SESSION } });
  expect(ofType(events, 'usage.reported')[0]?.data?.inputTokens).toBe(5);
});
