import { type BodyInfo, type Ingested, type Rejection } from '../../store/types.ts';
import { type IngestContext } from '../context.ts';
import { readRecords } from '../events/records.ts';
import { isObject, type JsonObject } from '../otlp/json.ts';
import { Emitter, type Place } from './emit.ts';
import { text } from './fields.ts';
import { handleHook } from './hook-events.ts';
import { eventId, shortHash } from './ids.ts';

/** Latest time that makes sense beside the moment of arrival, ms: clocks differ, but not by a day. */
const DAY_MS = 86_400_000;

/**
 * Events of one or several hook inputs: an object, a list or one object a line. An item may be wrapped as
 * `{"receivedAt": <ms>, "hook": {…}}` where it was spooled. Prompts, inputs and outputs of tools are read for evidence and
 * then dropped unless contents are captured.
 */
export function decodeHooks(body: Uint8Array, info: BodyInfo, context: IngestContext): Ingested {
  const emitter = new Emitter(context, 'hook');
  const rejected: Rejection[] = [];
  readRecords(body).forEach((item, index) => {
    if (item.problem !== undefined) {
      rejected.push({ index, message: item.problem });
      return;
    }
    const { hook, at } = unwrap(item.value, info.receivedAt);
    const name = isObject(hook) ? (text(hook, 'hook_event_name', 'hookEventName') ?? '') : '';
    if (!isObject(hook) || name === '') {
      rejected.push({ index, message: 'hook_event_name: the name of the hook event was expected' });
      return;
    }
    takeHook(emitter, hook, name, at, context);
  });
  return { events: emitter.events, metrics: [], spans: [], logs: [], rejected };
}

function unwrap(value: unknown, receivedAt: number): { hook: unknown; at: number } {
  if (!isObject(value) || !isObject(value.hook) || typeof value.receivedAt !== 'number') {
    return { hook: value, at: receivedAt };
  }
  const known = value.receivedAt > 0 && value.receivedAt < receivedAt + DAY_MS;
  return { hook: value.hook, at: known ? value.receivedAt : receivedAt };
}

function takeHook(emitter: Emitter, hook: JsonObject, name: string, at: number, context: IngestContext): void {
  const session = wellFormed(text(hook, 'session_id', 'sessionId'));
  const cwd = text(hook, 'cwd');
  const project = cwd === undefined ? undefined : context.projectOf(cwd);
  const place: Place = { origin: {}, at };
  if (session !== undefined) {
    place.origin.session = session;
  }
  if (project !== undefined) {
    place.origin.project = project.id;
    emitter.once(
      'project.added',
      `project-added:${project.id}`,
      { origin: { project: project.id }, at },
      {
        name: project.name,
        path: project.path,
        gitDir: project.gitDir,
      }
    );
  }
  // Hooks carry no id of their own: a call is known by its tool use, anything else by when it came and what it said.
  const toolUseId = text(hook, 'tool_use_id');
  const key = toolUseId ?? `${Math.floor(at)}-${shortHash(JSON.stringify(hook))}`;
  if (session !== undefined && name !== 'SessionStart' && name !== 'SessionEnd') {
    emitter.session(place, { agentName: 'claude-code', service: 'claude-code', cwd });
  }
  modeChange(emitter, hook, place, session, context, key);
  handleHook({ emitter, hook, name, place, key, toolUseId: toolUseId ?? key, cwd, context });
}

function wellFormed(id: string | undefined): string | undefined {
  return id?.toWellFormed();
}

/** Every hook tells the permission mode; only a change of it is an event. */
function modeChange(
  emitter: Emitter,
  hook: JsonObject,
  place: Place,
  session: string | undefined,
  context: IngestContext,
  key: string
): void {
  const mode = text(hook, 'permission_mode');
  if (session === undefined || mode === undefined) {
    return;
  }
  const changed = context.memory
    ? context.memory.changed(`mode:${session}`, mode)
    : hook.hook_event_name === 'UserPromptSubmit';
  if (changed) {
    emitter.emit('session.changed', eventId('session.changed', session, 'mode', mode, key), place, {
      permissionMode: mode,
    });
  }
}
