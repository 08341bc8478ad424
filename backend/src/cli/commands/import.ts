import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JournalEvent } from '#contract/events.ts';
import { parseDuration } from '../../config/duration.ts';
import { identifyProject } from '../../ingest/project-id.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { type ConnectionOptions, ServiceClient } from '../client.ts';
import { clean, say } from '../output.ts';

export interface ImportOptions extends ConnectionOptions {
  git?: boolean;
  since?: string;
  /** Do not wait for the end. */
  wait?: boolean;
}

interface Page {
  events: JournalEvent[];
  last: number;
}

/** Has the service read the git history of a project's task file, and shows how far it is. */
export async function importGit(folder: string | undefined, options: ImportOptions): Promise<void> {
  if (!options.git) {
    throw new ExitError(EXIT.usage, 'Say what to import: --git is the one source there is.');
  }
  const path = resolve(folder ?? '.');
  const project = identifyProject(path);
  if (!project) {
    throw new ExitError(EXIT.noInput, `There is no folder ${path}.`);
  }
  if (!project.gitDir) {
    throw new ExitError(EXIT.noInput, `${project.path} is no Git repository: there is no history to import.`);
  }
  const client = new ServiceClient(options);
  let { last: since } = await client.json<Page>('/api/v1/events?since=0&limit=1');
  const body = { path: project.path, ...sinceOf(options.since) };
  const { message, job } = await client.json<{ message: string; job: string }>('/api/v1/import', body, {
    control: true,
  });
  say(message);
  while (options.wait !== false) {
    const { events } = await client.json<Page>(`/api/v1/events?since=${since}&limit=1000`);
    since = events.at(-1)?.seq ?? since;
    for (const event of events) {
      if (event.type === 'import.progress' && event.data.job === job) {
        const { commitsDone, commitsTotal, finished, problem } = event.data;
        if (problem !== undefined) {
          throw new ExitError(EXIT.failed, `The history could not be read: ${clean(problem)}`);
        }
        say(`  ${Number(commitsDone)} of ${Number(commitsTotal)} commits`);
        if (finished === true) {
          say('Done.');
          return;
        }
      }
    }
    await sleep(events.length > 0 ? 0 : 250);
  }
}

function sinceOf(text: string | undefined): { sinceMs?: number } {
  if (text === undefined) {
    return {};
  }
  const ms = parseDuration(text);
  const at = ms === undefined ? Date.parse(text) : Date.now() - ms;
  if (!Number.isFinite(at)) {
    throw new ExitError(
      EXIT.usage,
      `--since is “${text}”; expected a duration such as 90d or a date such as 2026-01-31.`
    );
  }
  return { sinceMs: at };
}
