import { describe, expect, it } from 'vitest';
import { loginPage } from './login-page.ts';
import { escapeHtml, html } from './html.ts';
import { statusPage } from './status-page.ts';

const EVIL = `</title><script>alert("1")</script><img src=x onerror='x'>&`;
const now = Date.parse('2026-03-01T12:00:00Z');

function page(status: Record<string, unknown>, project: Record<string, unknown> = {}): string {
  return statusPage(
    [
      {
        project: { id: 'p', name: 'Shop', path: '/shop', ...project },
        status: { total: 4, done: 1, inProgress: 1, blocked: 1, progress: 0.25, ...status },
      },
    ],
    now
  );
}

describe('the status page', () => {
  it('shows progress, running, next, waiting, problems, ETA and cost', () => {
    const text = page({
      running: [{ taskId: '5.2', title: 'Write it', agent: 'claude', sinceMs: 125_000, expectedMs: 600_000 }],
      ready: [{ taskId: '6', title: 'Test it', priority: 'high' }],
      waiting: [{ taskId: '7', title: 'Ship it', waitsFor: ['5', '6'] }],
      stuck: [{ taskId: '8', title: 'Hang', silentMs: 3_600_000 }],
      problems: [{ input: 'tasks.json', problem: 'line 3 is broken' }],
      etaP50: now + 7_200_000,
      etaP80: now + 10_800_000,
      costUsd: 1.5,
      inputTokens: 1000,
      outputTokens: 234,
    });
    for (const part of [
      '25 %',
      'Write it',
      '2m 5s',
      'usually 10m',
      'Test it',
      'high',
      'for 5, 6',
      'silent for 1h',
      'line 3 is broken',
      'in 2h',
      'in 3h',
      '$1.50',
      '1,234 tokens',
      '12:00:00 UTC',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('http-equiv="refresh"');
    expect(text).not.toMatch(/<script/i);
  });

  it('promises no finish where nothing runs and nothing can start', () => {
    const waiting = [{ taskId: '7', title: 'Ship it', waitsFor: ['99'] }];
    const stands = { inProgress: 0, running: [], ready: [], waiting, etaP50: now + 7_200_000 };
    expect(page(stands)).toContain('Nothing runs and nothing can start');
    expect(page(stands)).not.toContain('in 2h');
    expect(page({ ...stands, ready: [{ taskId: '8', title: 'Test it' }] })).toContain('in 2h');
  });

  it('says of a task that waits for no other that it is marked blocked', () => {
    expect(page({ waiting: [{ taskId: '7', title: 'Ship it', waitsFor: [] }] })).toContain('marked blocked');
  });

  it('escapes everything that comes from files and agents', () => {
    const everywhere = {
      taskId: EVIL,
      title: EVIL,
      agent: EVIL,
      priority: EVIL,
      waitsFor: [EVIL],
      input: EVIL,
      problem: EVIL,
    };
    const text = page(
      {
        tag: EVIL,
        running: [everywhere],
        ready: [everywhere],
        waiting: [everywhere],
        stuck: [everywhere],
        problems: [everywhere],
        etaBasis: EVIL,
      },
      { id: EVIL, name: EVIL, path: EVIL }
    );
    expect(text).not.toMatch(/<script|<img|onerror='/i);
    expect(text.split(escapeHtml(EVIL)).length).toBeGreaterThan(10);
  });

  it('says what to do where there is no project, and what is wrong where there is no status', () => {
    expect(statusPage([], now)).toContain('--project FOLDER');
    expect(statusPage([{ project: { name: 'p' }, problem: 'the store is busy' }], now)).toContain('the store is busy');
  });

  it('says what is wrong with servers', () => {
    const text = statusPage([], now, [`Prometheus at http://p ${EVIL}`]);
    expect(text).toContain('Prometheus at http://p');
    expect(text).not.toMatch(/<script|<img|onerror='/i);
  });

  it('admits what is not known', () => {
    const text = page({ etaP50: null, etaBasis: 'not enough history' });
    expect(text).toContain('unknown');
    expect(text).toContain('not enough history');
    expect(text).toContain('not reported');
  });
});

describe('the log-in page', () => {
  it('escapes where it leads', () => {
    expect(loginPage(`/"><script>`, true)).not.toContain('<script>');
  });
});

describe('html', () => {
  it('escapes text, keeps what it built itself, and leaves nothings out', () => {
    expect(html`<p>${'<'}${html`<b>${'"'}</b>`}${undefined}${[1, html`<i></i>`]}</p>`.text).toBe(
      '<p>&lt;<b>&quot;</b>1<i></i></p>'
    );
  });
});
