import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../backend/src/export/testing/receiver.ts';

const WORKLOAD = resolve(import.meta.dirname, '../../deploy/workload/workload.mjs');

let receiver: Receiver | undefined;
afterEach(() => receiver?.stop());

function work(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [WORKLOAD], {
    env: { ...process.env, WORKLOAD_STEP_MS: '1', WORKLOAD_HEALTH_PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  return new Promise((done) => child.once('exit', (code) => done({ code, said })));
}

describe('the simulated agent', () => {
  it('sends what Claude Code would', async () => {
    receiver = await startReceiver();
    const { code, said } = await work({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, WORKLOAD_STEPS: '30' });
    expect([code, said]).toEqual([0, '']);
    expect(receiver.spans).toHaveLength(90);
    expect(receiver.logs.filter(({ eventName }) => eventName === 'tool_result')).toHaveLength(30);
    const tokens = receiver.metrics.filter(({ name }) => name === 'claude_code.token.usage');
    expect(tokens.length).toBeGreaterThan(30);
    expect(tokens[0]).toMatchObject({
      kind: 'counter',
      temporality: 'delta',
      origin: { project: 'sample-workload', taskId: '1' },
    });
    expect(new Set(receiver.spans.map(({ origin }) => origin.taskId)).size).toBe(3);
  });

  it('goes on when nobody takes it, and says so once', async () => {
    receiver = await startReceiver();
    const { url } = receiver;
    await receiver.stop();
    const { code, said } = await work({ OTEL_EXPORTER_OTLP_ENDPOINT: url, WORKLOAD_STEPS: '5' });
    expect(code).toBe(0);
    expect(said.match(/does not take/g)).toHaveLength(1);
  });
});
