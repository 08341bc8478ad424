import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRunLog } from '../../../backend/src/execution/log/run-log.ts';
import { listRuns, runFolder } from '../../../backend/src/execution/runner/run-folder.ts';
import { type Measured, quantile } from '../result.ts';
import { residentMb, startService, temporaryFolder } from '../service/running-service.ts';
import { command, executeArguments, makeStage } from './stage.ts';

const SAMPLE_MS = 2_000;
const PARALLEL = 4;
const CHECKPOINT_MS = 30_000;
/** The first part is left out: caches fill and the heap finds its size. */
const WARM_UP = 0.25;

/**
 * A run of `minutes` at `perMinute` tasks with the service beside it: memory, handles and checkpoints of the process that runs it. A run of
 * two hours at 100 a minute has as many tasks as one of twenty minutes at 600.
 */
export async function enduranceRows(minutes: number, perMinute: number): Promise<Measured[]> {
  const stage = makeStage(Math.round(minutes * perMinute));
  const service = await startService(temporaryFolder('endurance-data'));
  const pause = ((60 * PARALLEL) / perMinute).toFixed(3);
  const begun = Date.now();
  const run = command(stage, [
    ...executeArguments(
      stage,
      `sleep ${pause}; echo '{"type":"result","total_cost_usd":0.01,"session_id":"s"}'`,
      PARALLEL
    ),
    ...['--checkpoint-interval', `${CHECKPOINT_MS / 1000}s`, '--url', String(service.url)],
  ]);
  const pid = run.child.pid!;
  const samples: Array<{ memory: number; handles: number }> = [];
  let over = false;
  void run.ended.then(() => (over = true));
  while (!over) {
    await sleep(SAMPLE_MS);
    const memory = residentMb(pid);
    if (memory > 0) {
      samples.push({ memory, handles: readdirSync(`/proc/${pid}/fd`).length });
      if (process.env.WATCH) {
        process.stderr.write(`${Math.round((Date.now() - begun) / 1000)} s ${memory.toFixed(1)} MB\n`);
      }
    }
  }
  const { code, said } = await run.ended;
  await service.stop();
  if (code !== 0) {
    throw new Error(`execute ended with ${code}: ${said}`);
  }
  const took = (Date.now() - begun) / 60_000;
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const window = Math.max(1, Math.floor(warm.length / 6));
  const medians = Array.from({ length: Math.floor(warm.length / window) }, (_, index) =>
    quantile(
      warm.slice(index * window, (index + 1) * window).map(({ memory }) => memory),
      0.5
    )
  );
  const handles = (part: typeof warm) =>
    quantile(
      part.map((sample) => sample.handles),
      0.5
    );
  const tasks = JSON.parse(readFileSync(stage.tasksFile, 'utf8')) as { master: { tasks: Array<{ status: string }> } };
  const undone = tasks.master.tasks.filter(({ status }) => status !== 'done').length;
  const about = `${tasks.master.tasks.length} tasks in ${took.toFixed(1)} min, ${undone} not done`;
  return [
    {
      name: 'endurance: memory, last sixth to first',
      value: 100 * (medians.at(-1)! / medians[0]! - 1),
      unit: '%',
      target: 5,
      better: 'lower',
      note: `${about}; medians ${medians.map((mb) => mb.toFixed(0)).join(', ')} MB after the first quarter`,
    },
    {
      name: 'endurance: open files more than at first',
      value: handles(warm.slice(-window)) - handles(warm.slice(0, window)),
      unit: '',
      target: 0,
      better: 'lower',
      note: `${handles(warm.slice(-window))} at the end`,
    },
    { name: 'endurance: checkpoints missed', value: missed(stage.data), unit: '', target: 0, better: 'lower' },
  ];
}

/** Times of the run in which more than twice the interval passed without a checkpoint, and copies that could not be written. */
function missed(data: string): number {
  const folder = runFolder(data, listRuns(data)[0]!);
  const { records } = readRunLog(folder.logFile);
  let last = records[0]!.at;
  let count = 0;
  for (const record of records) {
    if (record.type === 'checkpoint.saved') {
      count += Math.max(0, Math.floor((record.at - last) / CHECKPOINT_MS) - 1) + (record.copies < 2 ? 1 : 0);
      last = record.at;
    }
  }
  return count;
}
