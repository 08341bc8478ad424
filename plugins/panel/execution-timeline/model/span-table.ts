import { MARKER } from './codes.ts';

/** A sentence for the person looking at the panel. */
export interface Notice {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

/** One span as a reader hands it over. Times in epoch ms; `end` is Infinity while running. */
export interface SpanInput {
  id: string;
  parentId: string;
  lane: string;
  kind: number;
  name: string;
  start: number;
  end: number;
  status: number;
  taskId: string;
  attempt: number;
  agent: string;
  model: string;
  /** Index of the source frame and the row in it: where details and data links are read when asked for. */
  frame: number;
  row: number;
}

/**
 * All spans, a column each. Invariants: `start` is finite; `end` ≥ `start`, Infinity while running, equal to `start` for
 * markers; ids are unique.
 */
export interface SpanTable {
  count: number;
  id: string[];
  parentId: string[];
  lane: string[];
  name: string[];
  taskId: string[];
  agent: string[];
  model: string[];
  kind: Uint8Array;
  status: Uint8Array;
  attempt: Uint16Array;
  frame: Uint16Array;
  row: Uint32Array;
  start: Float64Array;
  end: Float64Array;
}

/** A table and the place of each id in it. */
export interface KnownIds {
  table: SpanTable;
  index: Map<string, number>;
}

/** Collects spans into a table, counting what had to be repaired instead of throwing. */
export class SpanWriter {
  readonly #table: SpanTable;
  #indexById = new Map<string, number>();
  /** An earlier table whose ids come again in the same order, until one does not. */
  #known: KnownIds | undefined;
  repeated = 0;
  renamed = 0;
  backwards = 0;
  unplaced = 0;

  constructor(capacity: number, known?: KnownIds) {
    this.#known = known;
    // Sized once: growing seven lists of 100,000 is half the cost of filling them.
    const texts = () => new Array<string>(capacity);
    this.#table = {
      count: 0,
      id: texts(),
      parentId: texts(),
      lane: texts(),
      name: texts(),
      taskId: texts(),
      agent: texts(),
      model: texts(),
      kind: new Uint8Array(capacity),
      status: new Uint8Array(capacity),
      attempt: new Uint16Array(capacity),
      frame: new Uint16Array(capacity),
      row: new Uint32Array(capacity),
      start: new Float64Array(capacity),
      end: new Float64Array(capacity),
    };
  }

  /**
   * Adds a span. A row that repeats an id with the same start is the newer state of the same span (streams send changed
   * rows again) and replaces it; with another start it is kept as a span of its own. Without a start it has no place.
   */
  put(span: SpanInput): void {
    const table = this.#table;
    if (!Number.isFinite(span.start)) {
      this.unplaced++;
      return;
    }
    let id = span.id === '' ? `row ${span.frame}:${span.row}` : span.id;
    this.#follow(id);
    let index = this.#known ? undefined : this.#indexById.get(id);
    if (index !== undefined && table.start[index] === span.start) {
      this.repeated++;
    } else {
      if (index !== undefined) {
        this.renamed++;
        for (let n = 2; this.#indexById.has(id); n++) {
          id = `${span.id} (${span.frame}:${span.row}${n > 2 ? `:${n}` : ''})`;
        }
      }
      index = table.count++;
      if (!this.#known) {
        this.#indexById.set(id, index);
      }
    }
    let end = Number.isNaN(span.end) ? Infinity : span.end;
    if (span.kind === MARKER) {
      end = span.start;
    } else if (end < span.start) {
      this.backwards++;
      end = span.start;
    }
    table.id[index] = id;
    table.parentId[index] = span.parentId === id ? '' : span.parentId;
    table.lane[index] = span.lane;
    table.name[index] = span.name;
    table.taskId[index] = span.taskId;
    table.agent[index] = span.agent;
    table.model[index] = span.model;
    table.kind[index] = span.kind;
    table.status[index] = span.status;
    table.attempt[index] = Math.max(0, Math.min(65_535, span.attempt || 0));
    table.frame[index] = span.frame;
    table.row[index] = span.row;
    table.start[index] = span.start;
    table.end[index] = end;
  }

  /**
   * Live data repeat all they said before: as long as ids come in the order already known, they are unique and looked up in the
   * index that exists. It is most of the cost of reading 100,000 rows ten times a second.
   */
  #follow(id: string): void {
    const { count } = this.#table;
    if (!this.#known) {
      return;
    }
    if (count === this.#known.table.count) {
      this.#indexById = this.#known.index;
      this.#known = undefined;
    } else if (this.#known.table.id[count] !== id) {
      this.#known = undefined;
      for (let i = 0; i < count; i++) {
        this.#indexById.set(this.#table.id[i]!, i);
      }
    }
  }

  /** The table, and where each id is in it. */
  finish(): KnownIds {
    const { count, id, parentId, lane, name, taskId, agent, model } = this.#table;
    for (const texts of [id, parentId, lane, name, taskId, agent, model]) {
      texts.length = count;
    }
    if (this.#known && count === this.#known.table.count) {
      return { table: this.#table, index: this.#known.index };
    }
    // Fewer rows than before: the known index has ids that are gone.
    this.#follow('');
    return { table: this.#table, index: this.#indexById };
  }
}

/** First start and last end in ms, running spans reaching to `now`; undefined for an empty table. */
export function extentOf(table: SpanTable, now: number): { from: number; to: number; running: number } | undefined {
  let from = Infinity;
  let to = -Infinity;
  let running = 0;
  for (let i = 0; i < table.count; i++) {
    const start = table.start[i]!;
    const end = table.end[i]!;
    from = start < from ? start : from;
    if (end === Infinity) {
      running++;
      to = Math.max(to, start, now);
    } else if (end > to) {
      to = end;
    }
  }
  return table.count === 0 ? undefined : { from, to, running };
}
