import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCheckpoint } from '../../../backend/src/execution/checkpoint/file.ts';
import { seededRandom } from '../../../backend/src/analysis/random.ts';
import { type Measured, quantile } from '../result.ts';
import { contentOf, makeLargeRun, storeOf, TASKS } from './large-run.ts';
import { command, readText, until } from './stage.ts';

/** What a checkpoint takes: what holds the run up (content, encoding), and the whole until both copies are on disk. */
export async function checkpointRows(times: number): Promise<Measured[]> {
  const run = makeLargeRun('true');
  const content = await contentOf(run);
  const store = storeOf(run);
  const held: number[] = [];
  const processor: number[] = [];
  const whole: number[] = [];
  let bytes = 0;
  for (let round = 0; round < times; round++) {
    const before = process.cpuUsage();
    const begun = performance.now();
    const what = content();
    encodeCheckpoint(what);
    held.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
    const saving = performance.now();
    ({ bytes } = await store.save(what));
    whole.push(performance.now() - saving);
  }
  const about = `${TASKS} tasks, ${(bytes / 1e6).toFixed(1)} MB`;
  return [
    {
      name: 'checkpoint: holds the run up, median',
      value: quantile(held, 0.5),
      unit: 'ms',
      target: 50,
      better: 'lower',
      note: `${about}; largest of ${times} ${Math.max(...held).toFixed(0)} ms; processor time ${quantile(processor, 0.5).toFixed(0)} ms`,
    },
    {
      name: 'checkpoint: both copies on disk, median',
      value: quantile(whole, 0.5),
      unit: 'ms',
      better: 'lower',
      note: `beside the run; largest ${Math.max(...whole).toFixed(0)} ms`,
    },
  ];
}

/**
 * `resume` of a run of 10,000 tasks, from the start of the command to the first new attempt at work. The second row has one random byte of
 * one copy of the newest checkpoint changed, another one each time.
 */
export async function resumeRows(times: number): Promise<Measured[]> {
  const run = makeLargeRun('date +%s%3N > began.$TASKMASTER_TASK_ID; sleep 60');
  await storeOf(run).save((await contentOf(run))());
  const { stage, folder } = run;
  const original = join(stage.folder, 'as-it-was');
  cpSync(stage.data, original, { recursive: true });
  const tasks = readFileSync(stage.tasksFile);
  const random = seededRandom(20_261_121);
  const measure = async (damage: () => void) => {
    const taken: number[] = [];
    for (let round = 0; round < times; round++) {
      rmSync(stage.data, { recursive: true });
      cpSync(original, stage.data, { recursive: true });
      writeFileSync(stage.tasksFile, tasks);
      const mark = join(stage.folder, 'project', 'began.9901');
      rmSync(mark, { force: true });
      damage();
      const begun = Date.now();
      const { child, ended } = command(stage, ['resume', folder.run]);
      const at = await until('the first attempt after a resume', () => Number(readText(mark)) || undefined).catch(
        async (error: unknown) => {
          child.kill('SIGTERM');
          throw new Error(`${(error as Error).message}; ${(await ended).said}`);
        }
      );
      taken.push((at - begun) / 1000);
      child.kill('SIGTERM');
      await ended;
    }
    return taken;
  };
  const row = (name: string, taken: number[]): Measured => ({
    name,
    value: quantile(taken, 0.5),
    unit: 's',
    target: 2,
    better: 'lower',
    note: `${TASKS} tasks, median of ${times}; largest ${Math.max(...taken).toFixed(2)} s`,
  });
  const whole = await measure(() => {});
  const damaged = await measure(() => {
    const target = folder.targets[random() < 0.5 ? 0 : 1]!;
    const file = join(target.name, `${target.list().sort().at(-1)}.json`);
    const bytes = readFileSync(file);
    bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
    writeFileSync(file, bytes);
  });
  return [row('resume → first attempt at work', whole), row('resume, one copy damaged at a random byte', damaged)];
}
