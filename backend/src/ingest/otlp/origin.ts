import { type Attributes, type AttributeValue, type Origin } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';

/** A resource and scope with what follows from them for every record under them. */
export interface Source {
  resource: Attributes;
  scope?: string;
  /** What the resource alone says. */
  origin: Origin;
  /** Attempt, where our own executor set it. */
  attempt?: number;
}

/** A source for the records of one scope. */
export function sourceOf(resource: Attributes, scope: string | undefined, context: IngestContext): Source {
  return {
    resource,
    scope,
    origin: ownOrigin(resource, context),
    attempt: numberOf(resource['taskmaster.task.attempt']),
  };
}

/** Origin of a record: its own attributes before those of its resource. */
export function originOf(attributes: Attributes, source: Source, context: IngestContext): Origin {
  const base = source.origin;
  const session =
    attributes['session.id'] ?? attributes['session_id'] ?? attributes['gen_ai.conversation.id'] ?? undefined;
  const origin: Origin = { ...base };
  if (session !== undefined) {
    origin.session = String(session);
  }
  if (
    'taskmaster.task.id' in attributes ||
    'taskmaster.project' in attributes ||
    'taskmaster.tag' in attributes ||
    'taskmaster.run.id' in attributes ||
    'workspace.host_paths' in attributes
  ) {
    Object.assign(origin, ownOrigin(attributes, context));
  }
  return origin;
}

/** The parts of an origin a set of attributes names. */
function ownOrigin(attributes: Attributes, context: IngestContext): Origin {
  const origin: Origin = {};
  const service = textIn(attributes['service.name']);
  const session = textIn(attributes['session.id']) ?? textIn(attributes['gen_ai.conversation.id']);
  const taskId = textIn(attributes['taskmaster.task.id']);
  const tag = textIn(attributes['taskmaster.tag']);
  const run = textIn(attributes['taskmaster.run.id']);
  const project = projectIn(attributes, context);
  if (service !== undefined) {
    origin.service = service;
  }
  if (session !== undefined) {
    origin.session = session;
  }
  if (taskId !== undefined) {
    origin.taskId = taskId;
  }
  if (tag !== undefined) {
    origin.tag = tag;
  }
  if (run !== undefined) {
    origin.run = run;
  }
  if (project !== undefined) {
    origin.project = project;
  }
  return origin;
}

/** `taskmaster.project` is a project id or a folder; without it the folder the process says it works in. */
function projectIn(attributes: Attributes, context: IngestContext): string | undefined {
  const named = textIn(attributes['taskmaster.project']);
  if (named !== undefined && !isPath(named)) {
    return named;
  }
  const paths = attributes['workspace.host_paths'];
  const folder =
    named ?? textIn(attributes['process.working_directory']) ?? textIn(Array.isArray(paths) ? paths[0] : paths);
  return folder !== undefined && isPath(folder) ? context.projectOf(folder)?.id : undefined;
}

function isPath(text: string): boolean {
  return text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text);
}

/** Text or a number as text; undefined for none. */
function textIn(value: AttributeValue | undefined): string | undefined {
  if (typeof value === 'number') {
    return String(value);
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  const number = Number(value ?? NaN);
  return Number.isFinite(number) ? number : undefined;
}
