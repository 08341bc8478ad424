import { join } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { type Attributes, type SpanRecord } from '../../types.ts';
import { dayOf, isTime } from '../shared/days.ts';
import { Folder } from '../shared/folder.ts';
import { indexStep } from '../shared/index-step.ts';
import { labelText } from '../shared/label-value.ts';
import { type IndexSource } from '../shared/text-index.ts';
import { attributeToken, fieldToken, isIndexed } from '../shared/words.ts';
import { WriterFiles } from '../shared/writer-files.ts';
import { TraceFile } from './trace-file.ts';

export function traceFolder(root: string): Folder {
  return new Folder(join(root, 'traces'), 'day');
}

/** Fields of a span that have tokens of their own in the index. */
export const SPAN_TOKENS = { operation: 'o', context: 'c' } as const;

/** Keeps spans; see docs/telemetry-store.md. */
export class TraceWriter {
  readonly files: WriterFiles<TraceFile>;
  /** Spans without a usable time or id. */
  unusable = 0;

  constructor(root: string, now: () => number, maxPages?: number) {
    this.files = new WriterFiles({ folder: traceFolder(root), open: (db) => new TraceFile(db), now, maxPages });
  }

  /** Each span goes to the file of the day it began on. */
  write(spans: readonly SpanRecord[]): void {
    for (let i = 0; i < spans.length;) {
      const first = spans[i]!;
      if (!usable(first)) {
        this.unusable++;
        i++;
        continue;
      }
      const day = dayOf(first.startAt);
      i = this.files.use(day, (file) => this.writeDay(file, day, spans, i));
    }
  }

  /** One slice of indexing, until `deadline` (performance.now()). Returns whether there is more to do at once. */
  step(deadline: number): boolean {
    return indexStep(this.files, 'span', deadline, () => Number.MAX_SAFE_INTEGER, indexSource);
  }

  /** Writes the spans from `start` on that began on that day; returns where the next day's begin. */
  private writeDay(file: TraceFile, day: number, spans: readonly SpanRecord[], start: number): number {
    const near = [day - 1, day + 1].filter((other) => this.files.has(other));
    // A trace with spans in two files is marked in both, so that a search need not look for the rest of every trace.
    const elsewhere = (traceId: string) =>
      near.map((other) => this.files.use(other, (neighbour) => neighbour.markSplit(traceId))).includes(true);
    let next = start;
    for (; next < spans.length && usable(spans[next]!) && dayOf(spans[next]!.startAt) === day; next++) {
      file.add(spans[next]!, elsewhere);
    }
    return next;
  }
}

function usable(span: SpanRecord): boolean {
  return isTime(span.startAt) && Number.isFinite(span.durationMs) && span.traceId !== '' && span.spanId !== '';
}

const INDEXED = 'operation, context, attributes';

function indexSource(db: DatabaseSync): IndexSource {
  return {
    *after(key, until) {
      const rows = db.prepare(`SELECT id, ${INDEXED} FROM span WHERE id > ? AND id <= ? ORDER BY id`);
      for (const row of rows.iterate(key, until)) {
        yield [Number(row['id']), spanIndexText(row)];
      }
    },
    text(key) {
      const row = db.prepare(`SELECT ${INDEXED} FROM span WHERE id = ?`).get(key);
      return row && spanIndexText(row);
    },
  };
}

function spanIndexText(row: Record<string, unknown>): string {
  const parts = [
    fieldToken(SPAN_TOKENS.operation, Number(row['operation'])),
    fieldToken(SPAN_TOKENS.context, Number(row['context'])),
  ];
  if (typeof row['attributes'] === 'string') {
    for (const [name, value] of Object.entries(JSON.parse(row['attributes']) as Attributes)) {
      const text = labelText(value);
      if (text !== undefined && isIndexed(text)) {
        parts.push(attributeToken(name, text));
      }
    }
  }
  return parts.join(' ');
}
