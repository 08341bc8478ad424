import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WRAPPER } from '../../../backend/src/execution/process/wrapper.ts';
import { type Measured, quantile } from '../result.ts';
import { command, executeArguments, makeStage, type Stage } from './stage.ts';

const WORK = 'sleep 0.05';

/** What is run by xargs so that it survives xargs as an attempt of `execute` survives that: a session of its own, process id and exit code on disk. */
const SURVIVING = 'exec setsid sh -c "$0" attempt "$1/{}" "$2" "" "" < "$1/{}/task.json" >> "$1/{}/output.log" 2>&1';

/**
 * The same commands under `execute`, xargs and GNU parallel, by turns in one run, so that what else the machine does falls on all of them.
 * Whole commands, from start to end: the start of Node, the checkpoints and the statuses in the task file are in it.
 */
export async function overheadRows(tasks: number, rounds: number, parallel: number): Promise<Measured[]> {
  const stage = makeStage(tasks);
  const list = join(stage.folder, 'list');
  writeFileSync(list, Array.from({ length: tasks }, (_, index) => `${index + 1}\n`).join(''));
  const attempts = join(stage.folder, 'attempts');
  const others: Record<string, string[]> = {
    xargs: ['xargs', '-a', list, '-P', String(parallel), '-I{}', 'sh', '-c', `: {}; ${WORK}`],
    'xargs, surviving': [
      ...['xargs', '-a', list, '-P', String(parallel), '-I{}', 'sh', '-c', SURVIVING],
      ...[WRAPPER, attempts, WORK],
    ],
    'GNU parallel': ['parallel', '--will-cite', '-a', list, '-j', String(parallel), `: {}; ${WORK}`],
  };
  const there = Object.entries(others).filter(([, [name]]) => spawnSync(name!, ['--version']).status === 0);
  const times = new Map<string, number[]>([['execute', []], ...there.map(([name]): [string, number[]] => [name, []])]);
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program, ...args]] of there) {
      makeFolders(attempts, tasks);
      times.get(name)!.push(timed(() => spawnSync(program!, args, { stdio: 'ignore' }).status));
    }
    times.get('execute')!.push(await executed(makeStageAnew(stage, tasks), parallel));
  }
  const median = (name: string) => quantile(times.get(name)!, 0.5);
  const spread = (name: string) =>
    times
      .get(name)!
      .map((ms) => (ms / 1000).toFixed(1))
      .join(', ');
  const what = `${tasks} × ${WORK}, ${parallel} at once`;
  return [
    {
      name: 'execute',
      value: median('execute') / 1000,
      unit: 's',
      better: 'lower',
      note: `${what}; ${spread('execute')}`,
    },
    ...there.flatMap(([name]): Measured[] => [
      { name, value: median(name) / 1000, unit: 's', better: 'lower', note: spread(name) },
      {
        name: `execute / ${name}`,
        value: median('execute') / median(name),
        unit: '×',
        ...(name === 'xargs, surviving' ? {} : { target: 1.05 }),
        better: 'lower',
        note: `medians of ${rounds} rounds side by side`,
      },
    ]),
  ];
}

/** Made beforehand, as `execute` makes them while others run. */
function makeFolders(attempts: string, tasks: number): void {
  rmSync(attempts, { recursive: true, force: true });
  for (let task = 1; task <= tasks; task++) {
    mkdirSync(join(attempts, String(task)), { recursive: true });
    writeFileSync(join(attempts, String(task), 'task.json'), '{}');
  }
}

function makeStageAnew(stage: Stage, tasks: number): Stage {
  rmSync(stage.data, { recursive: true, force: true });
  return makeStage(tasks);
}

async function executed(stage: Stage, parallel: number): Promise<number> {
  const begun = performance.now();
  const { code, said } = await command(stage, executeArguments(stage, WORK, parallel)).ended;
  if (code !== 0) {
    throw new Error(`execute ended with ${code}: ${said}`);
  }
  return performance.now() - begun;
}

function timed(work: () => number | null): number {
  const begun = performance.now();
  const status = work();
  if (status !== 0) {
    throw new Error(`It ended with ${status}`);
  }
  return performance.now() - begun;
}
