/**
 * `npm run bench:alerts`: what alert rules cost. `-- --json` prints one object a line, `-- --only WORD` runs matching parts (`rules`,
 * `grafana`, `day`). The parts `grafana` need GRAFANA_URL and GRAFANA_PID: a Grafana 11 or later with the built plugins that lets this in
 * as an admin; they make a datasource and rules of their own there and take them away again.
 */
import { parseArgs } from 'node:util';
import { dayRow } from './alerts/day.ts';
import { fillForRules } from './alerts/fill.ts';
import { grafanaRows } from './alerts/in-grafana.ts';
import { serviceRows } from './alerts/on-service.ts';
import { machine, type Measured, report } from './result.ts';
import { endServices, startService, temporaryFolder } from './service/running-service.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } },
});
const seconds = values.quick ? 20 : 60;
const grafana = { url: process.env.GRAFANA_URL, pid: Number(process.env.GRAFANA_PID) };

async function onService(measure: (service: Awaited<ReturnType<typeof startService>>) => Promise<Measured[]>) {
  const service = await startService(temporaryFolder('alerts'));
  try {
    await fillForRules(service.url);
    return await measure(service);
  } finally {
    await service.stop();
  }
}

const parts: Record<string, () => Promise<Measured[]>> = {
  rules: () => onService((service) => serviceRows(service, seconds)),
  grafana: async () => {
    if (grafana.url === undefined || !Number.isInteger(grafana.pid)) {
      process.stderr.write('Through Grafana was not measured: set GRAFANA_URL and GRAFANA_PID.\n');
      return [];
    }
    const { url, pid } = grafana;
    return onService((service) => grafanaRows(service, { url, pid }, seconds));
  },
  day: async () => [await dayRow(values.quick ? 2 : 24)],
};

if (!values.json) {
  process.stdout.write(`${machine()}\n\n`);
}
for (const [name, measure] of Object.entries(parts)) {
  if (!values.only || name.includes(values.only)) {
    try {
      (await measure()).forEach((row) => report(row, values.json ?? false));
    } catch (error) {
      process.exitCode = 1; // the other parts are measured all the same
      process.stderr.write(`${name} could not be measured: ${(error as Error).message}\n`);
    }
  }
}
endServices();
