import { type EventRecord } from '#contract/events-api.ts';
import { identifyProject } from '../../ingest/project-id.ts';
import { type RunRecord } from '../state/records.ts';
import { type RunState } from '../state/types.ts';

/**
 * A record of the run's log as an event of the journal. Ids are made of run and place in the log: sending it again writes nothing twice.
 * Undefined for what the journal need not know.
 */
export function runEvent(record: RunRecord, state: Pick<RunState, 'run' | 'project' | 'tag'>): EventRecord | undefined {
  const { seq, at, type, ...fact } = record;
  const base = { id: `${state.run}:${seq}`, at, project: state.project, tag: state.tag, run: state.run };
  switch (record.type) {
    case 'run.started':
      return {
        ...base,
        type,
        data: {
          source: 'execute',
          reason: 'execute',
          executor: record.config.executor,
          parallel: record.config.parallel,
        },
      };
    case 'run.ended':
      return {
        ...base,
        type,
        data: { reason: record.reason, ...(record.wrote === undefined ? {} : { wrote: record.wrote }) },
      };
    case 'attempt.started':
      return {
        ...base,
        type,
        taskId: record.taskId,
        attempt: record.attempt,
        data: { executor: 'execute', number: record.attempt },
      };
    case 'attempt.succeeded':
      return {
        ...base,
        at: record.endedAt ?? at,
        type: 'attempt.ended',
        taskId: record.taskId,
        attempt: record.attempt,
        ...(record.session === undefined ? {} : { session: record.session }),
        data: { status: 'ok', exitCode: 0, durationMs: record.durationMs, costUsd: record.costUsd },
      };
    case 'attempt.failed': {
      const { failure } = record;
      return {
        ...base,
        at: record.endedAt ?? at,
        type: 'attempt.ended',
        taskId: record.taskId,
        attempt: record.attempt,
        ...(record.session === undefined ? {} : { session: record.session }),
        data: {
          status: 'error',
          reason: failure.text,
          kind: failure.kind,
          class: failure.class,
          durationMs: record.durationMs,
          costUsd: record.costUsd,
          ...(failure.exitCode === undefined ? {} : { exitCode: failure.exitCode }),
          ...(record.retryAt === undefined ? {} : { retryAt: record.retryAt }),
        },
      };
    }
    case 'attempt.lost':
      return {
        ...base,
        type: 'attempt.ended',
        taskId: record.taskId,
        attempt: record.attempt,
        data: { status: 'cancelled', reason: record.reason },
      };
    default: {
      const { taskId, attempt, ...data } = fact as { taskId?: string; attempt?: number } & Record<string, unknown>;
      delete data.config;
      return {
        ...base,
        type,
        ...(taskId === undefined ? {} : { taskId }),
        ...(attempt === undefined ? {} : { attempt }),
        data,
      };
    }
  }
}

/** Says which folder a run's project is, so that its file is followed; goes before the first event. Undefined where it is gone. */
export function projectEvent(first: EventRecord, tasksFile: string): EventRecord | undefined {
  const project = identifyProject(tasksFile.replace(/[/\\](\.taskmaster[/\\])?tasks[/\\]tasks\.json$/, ''));
  if (!project) {
    return undefined;
  }
  const { id, name, path, gitDir } = project;
  return {
    id: `${first.id}:project`, // each time: the service may have been told to forget it
    type: 'project.added',
    at: first.at,
    project: id,
    data: { name, path, ...(gitDir ? { gitDir } : {}) },
  };
}
