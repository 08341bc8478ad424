import { describe, expect, it } from 'vitest';
import { type EngineReport } from '../telemetry/engines.ts';
import { EngineNews } from './engine-news.ts';

function setup() {
  const lines: string[] = [];
  const note = (level: string) => (about: unknown, text?: string) =>
    void lines.push(`${level} ${(about as { signal: string }).signal}: ${text}`);
  return { news: new EngineNews({ warn: note('warn'), info: note('info') }), lines };
}

function report(trouble?: EngineReport['trouble'], url = 'http://prom:9090'): EngineReport {
  const counts = { requests: 0, failures: 0, retries: 0, shared: 0, breaker: 0 };
  return { signal: 'metrics', product: 'Prometheus', url, ...counts, trouble, health: { state: 'ok', text: '' } };
}

describe('the log', () => {
  it('says once that a server is in trouble, and once that it is back and how long it was away', () => {
    const { news, lines } = setup();
    const trouble = { text: 'refuses connections.', since: 1000 };
    news.hear([report()], 0);
    news.hear([report(trouble)], 1000);
    news.hear([report({ ...trouble, text: 'did not answer in time.' })], 16_000);
    news.hear([report({ ...trouble, until: 91_000 })], 100_000);
    news.hear([report({ ...trouble, until: 91_000 })], 200_000);
    expect(lines).toEqual([
      'warn metrics: Prometheus at http://prom:9090 refuses connections.',
      'info metrics: Prometheus at http://prom:9090 answers again, after 1m 30s',
    ]);
  });

  it('says what else is wrong, once a minute at most, and not that numbers in it changed', () => {
    const { news, lines } = setup();
    const texts = ['refuses connections.', 'has error 1.', 'has error 2.', 'has error 3.', 'is odd.', 'has error 4.'];
    texts.forEach((text, i) => news.hear([report({ text, since: 0 })], i * 45_000));
    news.hear([report({ text: 'has error 4.', since: 0, until: 300_000 })], 300_000);
    expect(lines.map((line) => line.replace(/^.*9090 /, ''))).toEqual([
      'refuses connections.',
      'has error 2.',
      'is odd.',
      'answers again, after 5m',
    ]);
  });

  it('tells in one line of what was over before anybody looked', () => {
    const { news, lines } = setup();
    news.hear([report({ text: 'broke off.', since: 1000, until: 3000 })], 5000);
    news.hear([report({ text: 'broke off.', since: 1000, until: 3000 })], 500_000);
    expect(lines).toEqual(['warn metrics: Prometheus at http://prom:9090 broke off. It answers again, after 2s.']);
  });

  it('has at most a warning a minute of a server that comes and goes, and hides nothing that lasts', () => {
    const { news, lines } = setup();
    for (let at = 0; at < 600_000; at += 15_000) {
      news.hear([report({ text: 'broke off.', since: at, ...(at % 30_000 ? { until: at + 5000 } : {}) })], at);
    }
    const warnings = lines.filter((line) => line.startsWith('warn'));
    expect(warnings.length).toBeLessThanOrEqual(10);
    expect(lines.length - warnings.length).toBeLessThanOrEqual(warnings.length);
    news.hear([report({ text: 'broke off.', since: 1_000_000, until: 1_000_001 })], 1_000_002);
    lines.length = 0;
    news.hear([report({ text: 'is gone.', since: 1_010_000 })], 1_010_000);
    expect(lines).toEqual([]);
    news.hear([report({ text: 'is gone.', since: 1_010_000 })], 1_070_000);
    expect(lines).toEqual(['warn metrics: Prometheus at http://prom:9090 is gone.']);
  });

  it('tells servers apart', () => {
    const { news, lines } = setup();
    const trouble = { text: 'broke off.', since: 1000 };
    news.hear([report(trouble, 'http://a'), report(trouble, 'http://b'), report(undefined, 'http://c')], 1000);
    expect(lines).toHaveLength(2);
  });
});
