/**
 * `npm run bench`: every figure of docs/performance.md about the service, measured on the built service from outside.
 * `-- --json` prints one object a line; `-- --quick` measures for a short time only; `-- --only WORD` runs matching parts.
 */
import { parseArgs } from 'node:util';
import { bareSqliteRow, hookRow, journalRow, spansRow, telemetryRows, warmUp } from './service/ingest-rows.ts';
import { idleRows, liveRow, parseRows } from './service/follow-rows.ts';
import { startService, temporaryFolder } from './service/running-service.ts';
import { machine, type Measured, report } from './result.ts';
import { storeRows } from './service/store-rows.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } },
});
const seconds = (full: number): number => (values.quick ? Math.max(2, Math.round(full / 10)) : full);

/** Each on a service and a data folder of its own, so that no part leaves work behind for the next. */
async function onFreshService(
  measure: (service: Awaited<ReturnType<typeof startService>>) => Promise<Measured | Measured[]>
) {
  const service = await startService(temporaryFolder('data'));
  try {
    await warmUp(service);
    return await measure(service);
  } finally {
    await service.stop();
  }
}

const parts: Record<string, () => Measured | Measured[] | Promise<Measured | Measured[]>> = {
  live: () => liveRow(values.quick ? 50 : 300),
  hook: () => onFreshService((service) => hookRow(service, seconds(30))),
  telemetry: () => onFreshService((service) => telemetryRows(service, seconds(60))),
  sqlite: () => bareSqliteRow(values.quick ? 200_000 : 2_000_000),
  journal: () => onFreshService((service) => journalRow(service, seconds(30))),
  spans: () => onFreshService((service) => spansRow(service, seconds(30))),
  store: () => storeRows(values.quick ? 200_000 : 10_000_000),
  idle: () => idleRows(seconds(60)),
  parse: () => parseRows(),
};

if (!values.json) {
  process.stdout.write(`${machine()}\n\n`);
}
for (const [name, measure] of Object.entries(parts)) {
  if (!values.only || name.includes(values.only)) {
    for (const measured of [await measure()].flat()) {
      report(measured, values.json ?? false);
    }
  }
}
process.exit(0);
