import { type QueryContext } from '../context.ts';
import { QueryError } from '../errors.ts';
import { readCounts } from './counts.ts';
import { readLookup } from './lookup.ts';
import { readProblems, readProject, readProjects } from './projects.ts';
import { readRun, readRuns } from './runs.ts';
import { readSession, readSessions } from './sessions.ts';
import { readSnapshot } from './snapshot.ts';
import { readTask } from './task.ts';
import { readWork } from './work.ts';

/** A named read; null or undefined where there is nothing. */
export type Read = (args: Record<string, unknown>, context: QueryContext) => unknown;

/**
 * What REST, CLI and editors read besides queries. Objects carry the names of the query columns.
 *
 * - `projects` {limit, offset}, `project` {id}: counts and usage; one project with its status
 * - `runs` {project, source, limit, offset}, `run` {id}: with tasks, sessions and usage by model
 * - `task` {project, tag, taskId}: definition, attempts, transitions, sessions, tool calls, usage by model, evidence
 * - `sessions` {project, run, limit, offset}, `session` {id}
 * - `lookup/<what>`: names for pickers, see lookup.ts
 * - `snapshot` {project}: all tasks as last read, for the follower of the file
 * - `problems` {project}: inputs that cannot be read now
 * - `counts`: how many there are of everything
 * - `work` {endedSince, limit}: the newest run of each project with the tasks in work, for gauges
 */
const READS: Record<string, Read> = {
  projects: readProjects,
  project: readProject,
  problems: readProblems,
  runs: readRuns,
  run: readRun,
  task: readTask,
  sessions: readSessions,
  session: readSession,
  snapshot: readSnapshot,
  counts: readCounts,
  work: readWork,
};

/** The answer of a named read, JSON-able; null where there is nothing. Rejects with a QueryError for what is asked wrongly. */
export async function answerRead(name: string, args: Record<string, unknown>, context: QueryContext): Promise<unknown> {
  if (name.startsWith('lookup/')) {
    return readLookup(name.slice('lookup/'.length), args, context);
  }
  const read = Object.hasOwn(READS, name) ? READS[name] : undefined;
  if (!read) {
    throw new QueryError(`There is no read '${name}'. Known reads: ${Object.keys(READS).join(', ')}, lookup/….`, 404);
  }
  return (await read(args, context)) ?? null;
}
