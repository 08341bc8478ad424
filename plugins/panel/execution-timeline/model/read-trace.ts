import type { DataFrame } from '@grafana/data';
import { DONE, FAILED, kindCode, RUNNING, SPAN } from './codes.ts';
import type { SpanWriter } from './span-table.ts';
import { findField, isOpen, numberAt, textAt, timeAt, timeUnit } from './values.ts';

/** Span tags worth a column of their own; every tag stays in the details. */
const TAGS: Record<string, 'taskId' | 'agent' | 'model' | 'attempt' | 'kind'> = {
  'taskmaster.task.id': 'taskId',
  'taskmaster.task.attempt': 'attempt',
  'taskmaster.span.kind': 'kind',
  'span.type': 'kind',
  attempt: 'attempt',
  'gen_ai.agent.name': 'agent',
  'agent.name': 'agent',
  agent_id: 'agent',
  subagent_type: 'agent',
  'gen_ai.request.model': 'model',
  'gen_ai.response.model': 'model',
  model: 'model',
};

/** Claude Code's span types said in this panel's words. */
const KIND_WORDS: Record<string, string> = { interaction: 'agent', tool: 'tool', execution: 'tool' };

interface Tagged {
  taskId: string;
  agent: string;
  model: string;
  attempt: string;
  kind: string;
  error: boolean;
}

/** Reads a frame as the Jaeger and Tempo data sources answer for one trace: `startTime` and `duration` in ms. */
export function readTrace(frame: DataFrame, frameIndex: number, rows: number, writer: SpanWriter): void {
  const spanId = findField(frame, 'spanID');
  const parent = findField(frame, 'parentSpanID');
  const operation = findField(frame, 'operationName');
  const service = findField(frame, 'serviceName');
  const start = findField(frame, 'startTime');
  const duration = findField(frame, 'duration');
  const statusCode = findField(frame, 'statusCode');
  const tags = findField(frame, 'tags');
  const serviceTags = findField(frame, 'serviceTags');
  const unit = timeUnit(start);
  for (let row = 0; row < rows; row++) {
    const tagged = readTags(tags?.values[row], serviceTags?.values[row]);
    const from = timeAt(start, row, unit);
    const length: unknown = duration?.values[row];
    // A duration of 0 is a real, instant span: only an absent one is still running.
    const open = length !== 0 && isOpen(length);
    const failed = tagged.error || isErrorCode(statusCode?.values[row]);
    writer.put({
      id: textAt(spanId, row),
      parentId: textAt(parent, row),
      lane: textAt(service, row),
      kind: tagged.kind ? kindCode(KIND_WORDS[tagged.kind] ?? tagged.kind) : SPAN,
      name: textAt(operation, row),
      start: from,
      end: open ? Infinity : from + numberAt(duration, row),
      status: failed ? FAILED : open ? RUNNING : DONE,
      taskId: tagged.taskId,
      attempt: Number(tagged.attempt) || 0,
      agent: tagged.agent || textAt(service, row),
      model: tagged.model,
      frame: frameIndex,
      row,
    });
  }
}

/** OpenTelemetry's status: 2 or ERROR in any spelling. */
function isErrorCode(value: unknown): boolean {
  return value === 2 || value === '2' || (typeof value === 'string' && /error$/i.test(value));
}

/** A span's own tags win over those of its service. */
function readTags(own: unknown, service: unknown): Tagged {
  const out: Tagged = { taskId: '', agent: '', model: '', attempt: '', kind: '', error: false };
  for (const tag of [...tagList(own), ...tagList(service)]) {
    if (tag.key === 'error') {
      out.error = tag.value === true || tag.value === 'true';
    }
    const column = Object.hasOwn(TAGS, tag.key) ? TAGS[tag.key] : undefined;
    if (column && out[column] === '') {
      out[column] = String(tag.value);
    }
  }
  return out;
}

/** The tags of a span as key and value, from the forms data sources use: a list of pairs or an object, parsed or as JSON text. */
export function tagList(value: unknown): Array<{ key: string; value: unknown }> {
  let tags = value;
  if (typeof tags === 'string' && /^\s*[[{]/.test(tags)) {
    try {
      tags = JSON.parse(tags) as unknown;
    } catch {
      // Not JSON after all: shown as the text it is.
      return [{ key: 'tags', value }];
    }
  }
  if (Array.isArray(tags)) {
    return tags.flatMap((tag: unknown) =>
      tag !== null && typeof tag === 'object' && 'key' in tag
        ? [{ key: String(tag.key), value: 'value' in tag ? tag.value : undefined }]
        : []
    );
  }
  if (tags !== null && typeof tags === 'object') {
    return Object.entries(tags).map(([key, item]) => ({ key, value: item as unknown }));
  }
  return [];
}
