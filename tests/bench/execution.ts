/**
 * `npm run bench:execution`: every figure of docs/reliability.md that is measured and not tested, on the built command from outside.
 * `-- --json` prints one object a line; `-- --quick` measures for a short time only; `-- --only WORD` runs matching parts. MINUTES and
 * PER_MINUTE say how long the endurance run is and how many tasks it has.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { checkpointRows, resumeRows } from './execution/checkpoints.ts';
import { deathRow, statusRow } from './execution/detection.ts';
import { enduranceRows } from './execution/endurance.ts';
import { overheadRows } from './execution/overhead.ts';
import { stopRow } from './execution/stop.ts';
import { machine, type Measured, report } from './result.ts';
import { endServices } from './service/running-service.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } },
});
const quick = values.quick ?? false;
const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const parts: Record<string, () => Promise<Measured | Measured[]>> = {
  overhead: () =>
    overheadRows(number('TASKS', quick ? 200 : 1000), number('ROUNDS', quick ? 1 : 5), number('PARALLEL', 4)),
  checkpoint: () => checkpointRows(quick ? 5 : 30),
  resume: () => resumeRows(quick ? 2 : 9),
  death: () => deathRow(quick ? 4 : 20),
  status: () => statusRow(quick ? 20 : 100),
  stop: () => stopRow(quick ? 1 : 5),
  endurance: () => enduranceRows(number('MINUTES', quick ? 1 : 20), number('PER_MINUTE', 600)),
};

if (!values.json) {
  process.stdout.write(`${machine()}; load ${loadavg()[0]!.toFixed(1)}\n\n`);
}
for (const [name, measure] of Object.entries(parts)) {
  if (!values.only || name.includes(values.only)) {
    try {
      [await measure()].flat().forEach((row) => report(row, values.json ?? false));
    } catch (error) {
      process.exitCode = 1; // the other parts are measured all the same
      process.stderr.write(`${name} could not be measured: ${(error as Error).message}\n`);
    }
  }
}
endServices();
process.exit();
