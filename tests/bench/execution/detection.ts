import { get } from 'node:http';

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Measured, quantile } from '../result.ts';
import { liveRow } from '../service/follow-rows.ts';
import { startService, temporaryFolder } from '../service/running-service.ts';
import { command, executeArguments, makeStage, readText, until } from './stage.ts';

/**
 * From the `kill -9` of an executor to the message at a subscriber of the live stream, through the run, the service and its journal. Every
 * second time the shell above the executor is killed instead: nobody is left who could say so.
 */
export async function deathRow(times: number): Promise<Measured> {
  const stage = makeStage(times);
  const service = await startService(temporaryFolder('death-data'));
  const arrived = new Map<string, number>();
  const live = await subscribe(service.url, (text) => {
    const at = Date.now();
    for (const [, taskId] of text.matchAll(/"type":"attempt\.ended"[^\n]*?"taskId":"(\d+)"/g)) {
      arrived.set(taskId!, arrived.get(taskId!) ?? at);
    }
  });
  const run = command(stage, [
    ...executeArguments(
      stage,
      'echo $$ > pid.$TASKMASTER_TASK_ID; exec sh -c "echo \\$\\$ > worker.$TASKMASTER_TASK_ID; exec sleep 600"',
      1
    ),
    ...['--max-attempts', '1', '--url', String(service.url)],
  ]);
  const taken: number[] = [];
  for (let id = 1; id <= times; id++) {
    const name = id % 2 === 0 ? 'pid' : 'worker';
    const pid = await until(
      `task ${id}`,
      () => Number(readText(join(stage.folder, 'project', `${name}.${id}`))) || undefined
    );
    await sleep(100);
    const at = Date.now();
    process.kill(pid, 'SIGKILL');
    taken.push((await until(`the end of task ${id}`, () => arrived.get(String(id)))) - at);
  }
  run.child.kill('SIGTERM');
  await run.ended;
  live.close();
  await service.stop();
  return {
    name: 'death of an executor → live message, largest',
    value: Math.max(...taken),
    unit: 'ms',
    target: 500,
    better: 'lower',
    note: `${times} kills; median ${quantile(taken, 0.5).toFixed(0)} ms`,
  };
}

export async function statusRow(changes: number): Promise<Measured> {
  return { ...(await liveRow(changes)), target: 1000 };
}

function subscribe(url: URL, hear: (text: string) => void): Promise<{ close(): void }> {
  return new Promise((resolve, reject) => {
    const request = get(
      new URL('/api/v1/live?channels=projects', url),
      { headers: { accept: 'text/event-stream' } },
      (response) => {
        response.setEncoding('utf8').on('data', hear);
        resolve({ close: () => request.destroy() });
      }
    );
    request.on('error', reject);
  });
}
