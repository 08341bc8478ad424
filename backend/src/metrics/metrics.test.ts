import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JournalEvent } from '#contract/events.ts';
import { BoundedLabel } from './bounded-label.ts';
import { Metrics } from './metrics.ts';
import { readState, writeState } from './state-file.ts';
import { SlidingCount } from './window.ts';

let seq = 0;
function event(type: string, data: Record<string, unknown>, more: Partial<JournalEvent> = {}): JournalEvent {
  seq += 1;
  return { seq, id: `e${seq}`, at: Date.now(), seenAt: Date.now(), source: 'hook', type, data, ...more };
}

function work(): JournalEvent[] {
  const hour = Date.now() - 3_600_000;
  return [
    event('session.started', { service: 'claude-code' }, { session: 's', at: hour }),
    event('agent.started', { agentId: 'a' }, { session: 's', at: hour }),
    event('tool.ended', { toolUseId: 't1', tool: 'Bash', success: true, durationMs: 1500 }, { session: 's' }),
    event('tool.ended', { toolUseId: 't2', tool: 'Bash', success: false }, { session: 's' }),
    // The same ends, told again by telemetry.
    event(
      'tool.ended',
      { toolUseId: 't1', tool: 'Bash', success: true, durationMs: 1490 },
      { session: 's', source: 'otlp' }
    ),
    event('tool.ended', { toolUseId: 't2', tool: 'Bash' }, { session: 's', source: 'otlp' }),
    event('tool.decided', { tool: 'Write', decision: 'reject' }, { session: 's' }),
    event('agent.ended', { agentId: 'a', agentType: 'Explore', success: true }, { session: 's' }),
    event('agent.ended', { agentId: 'a', agentType: 'Explore', success: true }, { session: 's', source: 'otlp' }),
    event(
      'usage.reported',
      { reporter: 'api_request', inputTokens: 5000, outputTokens: 1, durationMs: 900 },
      { session: 's' }
    ),
    event(
      'usage.reported',
      { reporter: 'llm_span', inputTokens: 5000, outputTokens: 1, durationMs: 900 },
      { session: 's' }
    ),
    event('api.failed', { statusCode: 529 }, { session: 's' }),
    event('task.status', { to: 'done' }, { project: 'p' }),
    event('task.status', { to: 'pending', initial: true }, { project: 'p' }),
    event('input.broken', { input: 'tasks.json', problem: 'x' }, { project: 'p' }),
  ];
}

describe('metrics of the specification', () => {
  it('have its names and labels, from what really happened', async () => {
    const metrics = new Metrics('local');
    metrics.count(work());
    const text = await metrics.text();
    for (const line of [
      'command_executions_total{command_type="Bash",status="success"} 1',
      'command_executions_total{command_type="Bash",status="error"} 1',
      'command_executions_total{command_type="Write",status="rejected"} 1',
      'command_duration_seconds_sum{command_type="Bash",complexity_level="unknown"} 1.5',
      'module_delegation_count{source_command="Agent",target_module="Explore",status="success"} 1',
      'quality_gate_checks_total{gate_type="permission",status="failed",severity="blocking"} 1',
      'response_time_seconds_count{operation_type="model_request",resource_size="1000 to 10000 tokens"} 1',
      'concurrent_sessions_active{session_type="claude-code",environment="local"} 1',
      'error_rate_percentage{error_type="tool_error",component="tools"} 50',
      'error_rate_percentage{error_type="request_error",component="model"} 50',
      'taskmaster_status_changes_total{to="done"} 1',
      'taskmaster_broken_inputs{project="p"} 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('user_id');
    expect(text).not.toMatch(/^test_coverage_percentage/m); // nothing tells it: left out, not 0
  });

  it('measure a session from its start to its end', async () => {
    const metrics = new Metrics('local');
    metrics.count([...work(), event('session.ended', { reason: 'exit' }, { session: 's' })]);
    const text = await metrics.text();
    expect(text).toMatch(
      /session_duration_seconds_count\{session_type="claude-code",agent_count="2-5",outcome="exit"\} 1/
    );
    expect(text).toMatch(/session_duration_seconds_bucket\{le="3600",.*\} [01]/);
    expect(text).not.toMatch(/concurrent_sessions_active\{.*\} 1/);
  });

  it('count an event once, and go on after a restart where they were', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'metrics-')), 'state.json');
    const events = work();
    const first = new Metrics('local');
    first.count(events);
    first.count(events.slice(-3));
    await writeState(file, await first.save());
    const second = new Metrics('local');
    const state = await readState(file);
    second.restore(state ?? expect.unreachable('no state'));
    second.count([
      ...events,
      event('tool.ended', { toolUseId: 't3', tool: 'Bash', success: true, durationMs: 500 }, { session: 's' }),
    ]);
    const text = await second.text();
    expect(text).toContain('command_executions_total{command_type="Bash",status="success"} 2');
    expect(text).toContain('command_duration_seconds_sum{command_type="Bash",complexity_level="unknown"} 2');
    expect(text).toContain('command_duration_seconds_bucket{le="1",command_type="Bash",complexity_level="unknown"} 1');
    expect(text).toContain('taskmaster_broken_inputs{project="p"} 1');
    writeFileSync(file, '{');
    expect(await readState(file)).toBeUndefined();
  });

  it('become points of the metric store, buckets apart', async () => {
    const metrics = new Metrics('local');
    metrics.count(work());
    const points = await metrics.points(1000);
    const histogram = points.find(({ name }) => name === 'command_duration_seconds')?.histogram;
    expect(histogram).toMatchObject({ count: 1, sum: 1.5 });
    expect(histogram?.counts).toHaveLength((histogram?.bounds.length ?? 0) + 1);
    expect(histogram?.counts.reduce((sum, value) => sum + value, 0)).toBe(1);
    const counter = points.find(
      ({ name, labels }) => name === 'command_executions_total' && labels.status === 'success'
    );
    expect(counter).toMatchObject({ kind: 'counter', temporality: 'cumulative', value: 1, at: 1000 });
  });
});

describe('bounds', () => {
  it('keep the number of label values', () => {
    const label = new BoundedLabel(2);
    expect(['a', 'b', 'c', 'a', undefined].map((value) => label.of(value))).toEqual([
      'a',
      'b',
      'other',
      'a',
      'unknown',
    ]);
  });

  it('forget what is older than the window, and survive a clock that goes back', () => {
    const count = new SlidingCount(60_000, 0);
    count.add(0, 3);
    count.add(30_000);
    expect(count.total(30_000)).toBe(4);
    expect(count.total(65_000)).toBe(1);
    expect(count.total(10_000)).toBe(1);
    expect(count.total(500_000)).toBe(0);
  });
});
