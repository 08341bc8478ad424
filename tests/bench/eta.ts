/**
 * `npm run bench:eta`: how often the truth lay before the p80 of an ETA, and how wide the band was, for docs/eta.md. Simulated runs are part of
 * it; `-- --history FOLDER` adds committed versions of real projects, a folder for each of `<number>_<unix seconds>_<commit>.json`.
 * `-- --runs N` says how many runs are simulated of each kind.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Backtest, summaryOf } from './eta/estimate.ts';
import { historyTest } from './eta/history.ts';
import { type Scenario, simulatedRun } from './eta/simulated.ts';

const { values } = parseArgs({ options: { history: { type: 'string' }, runs: { type: 'string' } } });
const runs = Number(values.runs ?? 200);

const SCENARIOS: Scenario[] = [
  { name: 'one at a time, σ 0.5', tasks: 60, parallel: 1, sigma: 0.5, failing: 0 },
  { name: 'one at a time, σ 1', tasks: 60, parallel: 1, sigma: 1, failing: 0 },
  { name: 'four at once, σ 0.5', tasks: 60, parallel: 4, sigma: 0.5, failing: 0 },
  { name: 'four at once, σ 1', tasks: 60, parallel: 4, sigma: 1, failing: 0 },
  { name: 'four at once, σ 1, 15 % of attempts fail', tasks: 60, parallel: 4, sigma: 1, failing: 0.15 },
  { name: 'four at once, σ 1, 200 tasks', tasks: 200, parallel: 4, sigma: 1, failing: 0.05 },
];

function show(name: string, tests: Backtest[], more = ''): void {
  if (tests.length === 0) {
    process.stdout.write(`${name.padEnd(44)} no estimate could be compared${more}\n`);
    return;
  }
  const { estimates, within50, within80, band, error } = summaryOf(tests);
  const text = `${estimates} estimates, within p80 ${within80.toFixed(0)} %, within p50 ${within50.toFixed(0)} %, p80/p50 ${band.toFixed(2)}, p50 off by ${error.toFixed(0)} %`;
  process.stdout.write(`${name.padEnd(44)} ${text}${more}\n`);
}

for (const scenario of SCENARIOS) {
  show(scenario.name, Array.from({ length: runs }, (_, seed) => simulatedRun(scenario, seed + 1)).flat());
}
if (values.history !== undefined && existsSync(values.history)) {
  for (const name of readdirSync(values.history).sort()) {
    const { tests, versions, durations, unknown } = historyTest(join(values.history, name));
    show(
      name,
      tests,
      ` (${versions} versions, ${durations} durations seen, ${unknown} estimates whose end is not in the history)`
    );
  }
}
