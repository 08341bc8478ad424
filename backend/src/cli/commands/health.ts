import { type ReadyReport } from '../../service/readiness.ts';
import { EXIT } from '../../service/exit.ts';
import { type ConnectionOptions, ServiceClient } from '../client.ts';
import { clean, say } from '../output.ts';
import { mark } from './status.ts';

export interface HealthOptions extends ConnectionOptions {
  format: 'text' | 'json';
}

/** Asks everything the service depends on how it is; exit code 1 where something is down. */
export async function health(options: HealthOptions): Promise<void> {
  const client = new ServiceClient(options);
  const report = await client.json<ReadyReport>('/health/ready', undefined, { accept: [503] });
  if (options.format === 'json') {
    say(JSON.stringify(report, null, 2));
  } else {
    say(`${mark(report.state)} ${client.url} ${report.state === 'ok' ? 'is well' : `is ${report.state}`}`);
    report.dependencies.forEach(({ name, state, text }) => say(`  ${mark(state)} ${name}: ${clean(text)}`));
  }
  process.exitCode = report.state === 'down' ? EXIT.failed : EXIT.ok;
}
