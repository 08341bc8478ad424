import { writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { processMark } from '../../../backend/src/service/process-mark.ts';
import { type Measured, quantile } from '../result.ts';
import { command, executeArguments, makeStage, readText, until } from './stage.ts';

/** Each attempt leaves five processes: itself, a child, a grandchild, one in a session of its own, one whose parent has ended. None listens to SIGTERM. */
const SCRIPT = `#!/bin/sh
trap '' TERM HUP INT
note() { echo "$1" > "$PIDS/$TASKMASTER_TASK_ID.$2"; }
note $$ self
sh -c 'trap "" TERM; echo $$ > "$PIDS/$TASKMASTER_TASK_ID.child"; sh -c "trap \\"\\" TERM; echo \\$\\$ > \\"$PIDS/$TASKMASTER_TASK_ID.grandchild\\"; sleep 600"; sleep 600' &
setsid sh -c 'trap "" TERM HUP; echo $$ > "$PIDS/$TASKMASTER_TASK_ID.session"; sleep 600; sleep 600' &
( setsid sh -c 'trap "" TERM HUP; echo $$ > "$PIDS/$TASKMASTER_TASK_ID.orphan"; sleep 600; sleep 600' & )
sleep 600
sleep 600
`;
const EACH = 5;
const PARALLEL = 4;

/** From the start of the command `emergency-stop` until the last process of the run is gone, told by their own ids. */
export async function stopRow(times: number): Promise<Measured> {
  const taken: number[] = [];
  for (let round = 0; round < times; round++) {
    const stage = makeStage(PARALLEL);
    const script = join(stage.folder, 'work.sh');
    writeFileSync(script, SCRIPT, { mode: 0o755 });
    const run = command(stage, executeArguments(stage, script, PARALLEL), { PIDS: stage.folder });
    const pids = () =>
      readdirSync(stage.folder)
        .filter((name) => /^\d+\.[a-z]+$/.test(name))
        .map((name) => Number(readText(join(stage.folder, name))))
        .filter((pid) => pid > 0);
    await until('all processes', () => (pids().length === EACH * PARALLEL ? true : undefined));
    const alive = pids();
    const begun = performance.now();
    const stop = command(stage, ['emergency-stop']);
    await until('the end of all processes', () => alive.every((pid) => processMark(pid) === undefined) || undefined);
    taken.push((performance.now() - begun) / 1000);
    const { code, said } = await stop.ended;
    if (code !== 0) {
      throw new Error(`emergency-stop ended with ${code}: ${said}`);
    }
    await run.ended;
  }
  return {
    name: 'emergency-stop → no process alive, largest',
    value: Math.max(...taken),
    unit: 's',
    target: 5,
    better: 'lower',
    note: `${PARALLEL * EACH} processes that do not listen, ${times} times; median ${quantile(taken, 0.5).toFixed(1)} s; they are asked for 1 s first`,
  };
}
