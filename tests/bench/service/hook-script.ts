import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Measured, quantile } from '../result.ts';
import { startService, temporaryFolder } from './running-service.ts';

const HOOK = join(import.meta.dirname, '../../../backend/src/hook/taskmaster-observe-hook.sh');
const INPUT = JSON.stringify({
  session_id: 's',
  cwd: '/',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_use_id: 't',
  tool_input: { command: 'true' },
});

/** What an agent waits for at a command hook: from starting the shell to its end, with the service up and down. */
export async function hookScriptRow(runs: number): Promise<Measured[]> {
  const data = temporaryFolder('hook-script');
  const spool = join(data, 'spool');
  mkdirSync(spool, { recursive: true });
  const down = row('service down', spool, runs);
  const service = await startService(data);
  try {
    return [row('service up', spool, runs), down];
  } finally {
    await service.stop();
  }
}

function row(state: string, spool: string, runs: number): Measured {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    const { status } = spawnSync('sh', [HOOK, spool], { input: INPUT });
    if (status !== 0) {
      throw new Error(`The hook ended with ${status}`);
    }
    return performance.now() - started;
  });
  return {
    name: `hook program, ${state}, median`,
    value: quantile(times, 0.5),
    unit: 'ms',
    target: 20,
    better: 'lower',
    note: `${runs} runs one after the other; p99 ${quantile(times, 0.99).toFixed(1)} ms; starting the shell included`,
  };
}
