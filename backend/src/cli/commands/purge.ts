import { type ReadyReport } from '../../service/readiness.ts';
import { type PurgeResult } from '../../store/types.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { confirm } from '../confirm.ts';
import { type ConnectionOptions, ServiceClient } from '../client.ts';
import { say } from '../output.ts';

export interface PurgeOptions extends ConnectionOptions {
  project?: string;
  run?: string;
  matching?: string;
  yes?: boolean;
}

/** Deletes stored records for good. */
export async function purge(options: PurgeOptions): Promise<void> {
  const { project, run, matching } = options;
  const given = Object.entries({ project, run, matching }).filter(([, value]) => value !== undefined);
  const [first] = given;
  if (given.length !== 1 || !first) {
    throw new ExitError(EXIT.usage, 'Give exactly one of --project, --run and --matching.');
  }
  const [kind, value] = first;
  const what =
    kind === 'matching' ? 'every stored record that contains that text' : `everything stored of the ${kind} “${value}”`;
  if (!options.yes && !(await confirm(`Delete ${what}? This cannot be undone.`))) {
    throw new ExitError(EXIT.failed, 'Nothing was deleted.');
  }
  const client = new ServiceClient(options);
  const { events, tasks, metrics, spans, logs } = await client.json<PurgeResult>(
    '/api/v1/purge',
    { [kind]: value },
    { control: true }
  );
  say(`Deleted: ${events} events, ${tasks} tasks, ${metrics} metric points, ${spans} spans, ${logs} log lines.`);
  if (project !== undefined && (await isFollowed(client, project))) {
    say('The service still follows this project: what happens there from now on is recorded again.');
    say('To end that, start the service without its folder (--project, or the list in its settings).');
  }
}

async function isFollowed(client: ServiceClient, project: string): Promise<boolean> {
  const { dependencies } = await client.json<ReadyReport>('/health/ready', undefined, { accept: [503] });
  return dependencies.some(({ name }) => name === `project ${project}`);
}
