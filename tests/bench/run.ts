/**
 * `npm run bench`: every figure of docs/performance.md about the service, measured on the built service from outside.
 * `-- --json` prints one object a line; `-- --quick` measures for a short time only; `-- --only WORD` runs matching parts.
 */
import { parseArgs } from 'node:util';
import { bareSqliteRow, hookRow, journalRow, spansRow, telemetryRows, warmUp } from './service/ingest-rows.ts';
import { idleRows, liveRow, parseRows } from './service/follow-rows.ts';
import { hookScriptRow } from './service/hook-script.ts';
import { endServices, startService, temporaryFolder } from './service/running-service.ts';
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
  'hook-script': () => hookScriptRow(values.quick ? 40 : 200),
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
/** Far more than any part takes, but the making of a large store. */
const MOST_MINUTES = 15;
let failed = false;
for (const [name, measure] of Object.entries(parts)) {
  if (!values.only || name.includes(values.only)) {
    try {
      for (const measured of [await inTime(measure)].flat()) {
        report(measured, values.json ?? false);
      }
    } catch (error) {
      failed = true; // the other parts are measured all the same
      process.stderr.write(`${name} could not be measured: ${(error as Error).message}\n`);
    }
  }
}
endServices();
process.exit(failed ? 1 : 0);

async function inTime<T>(measure: () => T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${MOST_MINUTES} minutes`)), MOST_MINUTES * 60_000);
  });
  try {
    return await Promise.race([Promise.resolve(measure()), late]);
  } finally {
    clearTimeout(timer);
  }
}
