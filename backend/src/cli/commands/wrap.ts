import { basename } from 'node:path';
import { readServiceFile } from '../../service/data-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { identifyProject } from '../../ingest/project-id.ts';
import { locateTasksFile } from '../../ingest/task-master/locate.ts';
import { commandName } from '../../execution/wrap/command-name.ts';
import { keep, type OutboxDoor, outboxFor, ownOutbox, sendKept } from '../../execution/wrap/outbox.ts';
import { endedRecords, type Measured, spanBody, startedEvent } from '../../execution/wrap/records.ts';
import { endLike, runCommand } from '../../execution/wrap/run-command.ts';
import { subjectOf, withSubject } from '../../execution/wrap/subject.ts';
import { newPlace, traceparentOf } from '../../execution/wrap/trace.ts';
import { packageVersion } from '../../util/package-root.ts';
import { type ConnectionOptions, dataFolderOf, ServiceClient } from '../client.ts';
import { warn } from '../output.ts';

export interface WrapOptions extends ConnectionOptions {
  name?: string;
  project?: string;
  tag?: string;
  run?: string;
  task?: string;
  attempt?: number;
}

/** A service elsewhere may be slow; the command's end is not held up longer than this, ms. */
const SEND_MS = 3_000;
const PATHS: Record<OutboxDoor, string> = { events: '/api/v1/events', 'otlp-traces': '/v1/traces' };

/**
 * Runs a command as if it had been called by itself, and tells the service what became of it. Nothing about telling can change the
 * command's streams, signals or exit code.
 */
export async function wrap(command: string[], options: WrapOptions): Promise<void> {
  if (command.length === 0) {
    throw new ExitError(EXIT.usage, 'Say what to run: taskmaster-observe wrap -- COMMAND ARGUMENTS');
  }
  const here = identifyProject('.');
  const project = here && locateTasksFile(here.path) !== undefined ? here : undefined;
  const subject = subjectOf(
    {
      ...(options.project === undefined ? {} : { project: projectId(options.project) }),
      ...(options.tag === undefined ? {} : { tag: options.tag }),
      ...(options.run === undefined ? {} : { run: options.run }),
      ...(options.task === undefined ? {} : { taskId: options.task }),
      ...(options.attempt === undefined ? {} : { attempt: options.attempt }),
    },
    process.env
  );
  if (project && subject.project === undefined) {
    subject.project = project.id;
  }
  const measured: Measured = {
    name: options.name ?? commandName(command),
    program: basename(command[0] ?? ''),
    subject,
    place: newPlace(process.env.TRACEPARENT),
    startedAt: Date.now(),
  };
  const teller = new Teller(options);
  const introduction =
    project?.id === subject.project && project
      ? [
          {
            id: `${project.id}:execute`,
            type: 'project.added',
            at: measured.startedAt,
            project: project.id,
            data: { name: project.name, path: project.path, ...(project.gitDir ? { gitDir: project.gitDir } : {}) },
          },
        ]
      : [];
  const telling = teller.tell([['events', [...introduction, startedEvent(measured)]]]);
  const begun = performance.now();
  const end = await runCommand(command, {
    ...process.env,
    TRACEPARENT: traceparentOf(measured.place),
    OTEL_RESOURCE_ATTRIBUTES: withSubject(process.env.OTEL_RESOURCE_ATTRIBUTES, subject),
  });
  const endedAt = measured.startedAt + Math.round(performance.now() - begun);
  if (end.problem !== undefined) {
    warn(end.problem);
  }
  await telling;
  await teller.tell([
    ['events', endedRecords(measured, end, endedAt)],
    ['otlp-traces', spanBody(measured, end, endedAt, packageVersion())],
  ]);
  endLike(end);
}

/** An id as it is; a folder's project where a folder is named. */
function projectId(named: string): string {
  return /[/\\.]/.test(named) ? (identifyProject(named)?.id ?? named) : named;
}

/** Tells the service: by a file where it runs on this data folder (or will), by HTTP where an address was named. Says a failure once. */
class Teller {
  readonly #outbox: string;
  readonly #client: ServiceClient | undefined;
  #quiet = false;

  constructor(options: WrapOptions) {
    const dataDir = dataFolderOf(options);
    const named = options.url ?? process.env.TASKMASTER_OBSERVE_URL;
    const elsewhere = named !== undefined && readServiceFile(dataDir)?.url !== named.replace(/\/+$/, '');
    this.#client = elsewhere ? new ServiceClient(options) : undefined;
    this.#outbox = elsewhere ? outboxFor(dataDir, named) : ownOutbox(dataDir);
  }

  /** On disk first; then, where the service is elsewhere, sent with all that waited before. Never rejects. */
  async tell(bodies: Array<[OutboxDoor, unknown]>): Promise<void> {
    try {
      bodies.forEach(([door, body]) => keep(this.#outbox, door, body));
      const client = this.#client;
      if (client) {
        const signal = AbortSignal.timeout(SEND_MS);
        await sendKept(this.#outbox, async (door, body) => client.deliver(PATHS[door], body, signal));
      }
    } catch (error) {
      if (!this.#quiet) {
        this.#quiet = true;
        warn(`taskmaster-observe: what this command did cannot be kept: ${(error as Error).message}`);
      }
    }
  }
}
