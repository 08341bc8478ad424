import { dateTimeFormat, type DataFrame, type Field, type LinkModel } from '@grafana/data';
import { STATUS_STYLES, type StatusStyle } from '../../../shared/status.ts';
import { KINDS, KIND_LABELS, MARKER, statusOf } from '../model/codes.ts';
import { formatDuration } from '../model/format.ts';
import { tagList } from '../model/read-trace.ts';
import type { SpanTable } from '../model/span-table.ts';
import { findField, textAt } from '../model/values.ts';

/** What is said of a span in tooltip, details and table. Everything is text. */
export interface SpanFacts {
  name: string;
  kind: string;
  status: StatusStyle;
  /** As the data and its value mappings word it. */
  statusText: string;
  start: string;
  end: string;
  duration: string;
  running: boolean;
  attempt: number;
  task: string;
  agent: string;
  model: string;
}

export function describeSpan(
  table: SpanTable,
  span: number,
  frames: readonly DataFrame[],
  timeZone: string,
  now: number
): SpanFacts {
  const running = table.end[span] === Infinity;
  const marker = table.kind[span] === MARKER;
  const status = STATUS_STYLES[statusOf(table.status[span]!)];
  const field = frames[table.frame[span]!] && findField(frames[table.frame[span]!]!, 'status', 'state');
  const raw: unknown = field?.values[table.row[span]!];
  const mapped = field && (field.config.mappings?.length ?? 0) > 0 ? field.display?.(raw).text : undefined;
  const time = (ms: number) => dateTimeFormat(ms, { timeZone, format: 'YYYY-MM-DD HH:mm:ss.SSS' });
  return {
    name: table.name[span] || table.lane[span] || table.id[span]!,
    kind: KIND_LABELS[KINDS[table.kind[span]!] ?? 'span'],
    status,
    statusText: mapped ?? status.label,
    start: time(table.start[span]!),
    end: marker ? '' : running ? 'still running' : time(table.end[span]!),
    duration: marker ? '' : formatDuration(Math.max(0, Math.min(table.end[span]!, now) - table.start[span]!)),
    running,
    attempt: table.attempt[span]!,
    task: table.taskId[span]!,
    agent: worded(frames[table.frame[span]!], 'agent', table.agent[span]!),
    model: worded(frames[table.frame[span]!], 'model', table.model[span]!),
  };
}

/** A value as the value mappings of its field word it. */
function worded(frame: DataFrame | undefined, name: string, value: string): string {
  const field = frame && findField(frame, name);
  return field && (field.config.mappings?.length ?? 0) > 0 ? (field.display?.(value).text ?? value) : value;
}

/** What a field of the span's frame is called: its display name where it has one. */
export function labelOf(table: SpanTable, span: number, frames: readonly DataFrame[], name: string, usual: string) {
  const frame = frames[table.frame[span]!];
  return (frame && findField(frame, name)?.config.displayName) || usual;
}

/** Fields whose content `describeSpan` already says. */
const SAID = new Set(
  [
    'id',
    'parentId',
    'lane',
    'kind',
    'name',
    'start',
    'end',
    'status',
    'taskId',
    'attempt',
    'agent',
    'model',
    'attributes',
  ]
    .concat([
      'traceID',
      'spanID',
      'parentSpanID',
      'operationName',
      'startTime',
      'duration',
      'tags',
      'serviceTags',
      'statusCode',
    ])
    .map((name) => name.toLowerCase())
);

export interface Extra {
  label: string;
  value: string;
}

/** Attributes, tags and every other field of the span's row, with the field's own formatting. */
export function extrasOf(table: SpanTable, span: number, frames: readonly DataFrame[]): Extra[] {
  const frame = frames[table.frame[span]!];
  const row = table.row[span]!;
  if (!frame) {
    return [];
  }
  const tags = [findField(frame, 'attributes'), findField(frame, 'tags'), findField(frame, 'serviceTags')].flatMap(
    (field) => (field ? tagList(field.values[row]) : [])
  );
  const out = tags.map((tag) => ({
    label: tag.key,
    value: typeof tag.value === 'string' ? tag.value : (JSON.stringify(tag.value) ?? ''),
  }));
  for (const field of frame.fields) {
    const hidden = (field.config.custom as { hideFrom?: { tooltip?: boolean } } | undefined)?.hideFrom?.tooltip;
    if (!SAID.has(field.name.toLowerCase()) && !hidden && textAt(field, row) !== '') {
      out.push({ label: field.config.displayName ?? field.name, value: shown(field, row) });
    }
  }
  return out;
}

function shown(field: Field, row: number): string {
  const value: unknown = field.values[row];
  if (typeof value === 'object' && !(value instanceof Date)) {
    return JSON.stringify(value);
  }
  const display = field.display?.(value);
  return display ? `${display.prefix ?? ''}${display.text}${display.suffix ?? ''}` : textAt(field, row);
}

/** Data links of every field, for the span's row, each once: links of all fields are there as often as there are fields. */
export function linksOf(table: SpanTable, span: number, frames: readonly DataFrame[]): LinkModel[] {
  const row = table.row[span]!;
  const links = (frames[table.frame[span]!]?.fields ?? []).flatMap(
    (field) => field.getLinks?.({ valueRowIndex: row }) ?? []
  );
  return [...new Map(links.map((link) => [`${link.title} ${link.href}`, link])).values()];
}
