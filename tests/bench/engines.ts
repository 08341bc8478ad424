/**
 * `npm run bench:engines`: what reading telemetry from Prometheus, Jaeger and OpenSearch costs, and how the embedded store
 * stands beside them. Starts the real servers (those of `npm run test:engines`) and the built service on loopback.
 * `-- --json` prints one object a line, `-- --only WORD` runs matching parts, `-- --quick` measures for a short time.
 * Sizes: ENGINES_VIEWERS (1000), ENGINES_SAMPLES (1,000,000), ENGINES_SPANS (200,000).
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { comparedMetrics } from './engines/compared-metrics.ts';
import { comparedTraces } from './engines/compared-traces.ts';
import { panelRows, viewerRows } from './engines/dashboard-rows.ts';
import { type FilledServers, filledServers } from './engines/filled-servers.ts';
import { overheadRows } from './engines/overhead-rows.ts';
import { machine, type Measured, report } from './result.ts';
import { endServices } from './service/running-service.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } },
});
const size = (name: string, full: number, quick: number): number =>
  Number(process.env[name] ?? (values.quick ? quick : full));

/** Parts that ask the three servers share them. */
let servers: FilledServers | undefined;
const onServers = async (measure: (servers: FilledServers) => Promise<Measured[]>): Promise<Measured[]> =>
  measure((servers ??= await filledServers()));

const parts: Record<string, () => Promise<Measured[]>> = {
  overhead: () => onServers((all) => overheadRows(all, values.quick ? 40 : 200)),
  panels: () => onServers(panelRows),
  viewers: () => onServers((all) => viewerRows(all, size('ENGINES_VIEWERS', 1000, 200), values.quick ? 15 : 60)),
  'compared-metrics': () => comparedMetrics(size('ENGINES_SAMPLES', 1_000_000, 100_000)),
  'compared-traces': () => comparedTraces(size('ENGINES_SPANS', 200_000, 20_000)),
};

if (!values.json) {
  process.stdout.write(`${machine()}, load ${loadavg()[0]?.toFixed(1)} at the start\n\n`);
}
let failed = false;
for (const [name, measure] of Object.entries(parts)) {
  if (!values.only || name.includes(values.only)) {
    if (name.startsWith('compared')) {
      await servers?.stop(); // what is measured next has the machine for itself
      servers = undefined;
    }
    try {
      for (const measured of await measure()) {
        report(measured, values.json ?? false);
      }
    } catch (error) {
      failed = true; // the other parts are measured all the same
      process.stderr.write(`${name} could not be measured: ${(error as Error).message}\n`);
    }
  }
}
await servers?.stop();
endServices();
process.exit(failed ? 1 : 0);
