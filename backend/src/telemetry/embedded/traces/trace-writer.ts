import { join } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { type Attributes, type SpanRecord } from '../../types.ts';
import { dayOf, isTime } from '../shared/days.ts';
import { Folder } from '../shared/folder.ts';
import { labelText } from '../shared/label-value.ts';
import { attributeToken, fieldToken, isIndexed } from '../shared/words.ts';
import { WriterFiles } from '../shared/writer-files.ts';
import { TraceFile } from './trace-file.ts';

/** Spans indexed per transaction: about 40 ms. */
const SLICE = 4000;

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
      i = this.files.use(day, (file) => {
        let next = i;
        while (next < spans.length && usable(spans[next]!) && dayOf(spans[next]!.startAt) === day) {
          file.add(spans[next]!);
          next++;
        }
        return next;
      });
    }
  }

  /** Brings the index up to date until `deadline` (performance.now()). Returns whether there is more. */
  maintain(deadline: number): boolean {
    for (const day of this.files.folder.list().reverse()) {
      while (this.indexSlice(day) > 0) {
        if (performance.now() >= deadline) {
          return true;
        }
      }
    }
    return false;
  }

  private indexSlice(day: number): number {
    const due = this.files.use(
      day,
      (file, db) =>
        db.prepare('SELECT 1 FROM span WHERE id > ? LIMIT 1').get(file.index.indexedTo) ??
        db.prepare('SELECT 1 FROM late LIMIT 1').get()
    );
    if (!due) {
      return 0;
    }
    return this.files.atomic(() =>
      this.files.use(day, (file, db) =>
        file.index.advance(SLICE, Number.MAX_SAFE_INTEGER, rows(db), (key) => {
          const row = db.prepare('SELECT operation, context, attributes FROM span WHERE id = ?').get(key);
          return row && spanIndexText(row);
        })
      )
    );
  }
}

function usable(span: SpanRecord): boolean {
  return isTime(span.startAt) && Number.isFinite(span.durationMs) && span.traceId !== '' && span.spanId !== '';
}

function rows(db: DatabaseSync): (after: number, until: number, limit: number) => Iterable<[number, string]> {
  const select = db.prepare(
    'SELECT id, operation, context, attributes FROM span WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'
  );
  return function* (after, until, limit) {
    for (const row of select.iterate(after, until, limit)) {
      yield [Number(row['id']), spanIndexText(row)];
    }
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
