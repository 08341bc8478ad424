import { KINDS, KIND_LABELS, MARKER, RUN, SPAN, statusOf } from './codes.ts';
import type { Links } from './link.ts';
import { packTracks, type Track } from './pack.ts';
import type { SpanTable } from './span-table.ts';
import { STATUS_STYLES } from '../../../shared/status.ts';

export type RowsBy = 'lane' | 'span';

/** How lanes are formed. `groupOf` gives a span's group ('' for none of its own: it follows its parent). */
export interface LaneOptions {
  rowsBy: RowsBy;
  groupOf?: (span: number) => string;
}

/** A row of the picture (several lines of it where its spans overlap), with what nests below it. */
export interface Lane {
  /** Stable over updates: collapse state and selection hang on it. */
  key: string;
  parent: number;
  depth: number;
  kind: number;
  label: string;
  /** Whether the spans have more than one name: then the lane's own name is the label. */
  mixed: boolean;
  group: boolean;
  spans: number[];
  /** Moments drawn on this row, by start. */
  marks: number[];
  children: number[];
  /** Undefined until packed, or after a span was added or changed. */
  tracks: Track[] | undefined;
  /** Earliest start and most urgent status of the lane and everything below it. */
  start: number;
  end: number;
  worst: number;
  /** Most urgent status of the lane's own spans. */
  own: number;
}

export interface LaneModel {
  lanes: Lane[];
  roots: number[];
  /** The lane a span lies in. */
  laneOf: Int32Array;
}

/**
 * Sorts spans into lanes. A lane is one (parent lane, kind, lane name): attempts of a task stand side by side, calls of a tool
 * share a row. With `rowsBy: 'span'` every span has its own. Markers lie on the row of what they belong to.
 */
export class LaneBuilder {
  readonly model: LaneModel;
  #table: SpanTable;
  readonly #options: LaneOptions;
  readonly #byKey = new Map<string, number>();
  readonly #groupOfSpan: string[] = [];
  /** Lane names as numbers, so that the key of a lane is a short text whatever the depth. */
  readonly #names = new Map<string, number>();

  constructor(table: SpanTable, options: LaneOptions) {
    this.#table = table;
    this.#options = options;
    this.model = { lanes: [], roots: [], laneOf: new Int32Array(table.count).fill(-1) };
  }

  /** Goes on with a newer state of the same table: known spans keep their index, more may follow. */
  continueWith(table: SpanTable): void {
    const laneOf = new Int32Array(table.count).fill(-1);
    laneOf.set(this.model.laneOf);
    this.model.laneOf = laneOf;
    this.#table = table;
  }

  /** The group a placed span counts to. */
  groupOf(span: number): string {
    return this.#groupOfSpan[span] ?? '';
  }

  /** Places the span; its parent must have been placed before. Returns its lane. */
  place(span: number, parentSpan: number): number {
    const table = this.#table;
    const { laneOf, lanes } = this.model;
    const kind = table.kind[span]!;
    let above = parentSpan < 0 ? -1 : laneOf[parentSpan]!;
    if (this.#options.groupOf) {
      const own = this.#options.groupOf(span);
      const group = own !== '' ? own : ((parentSpan < 0 ? undefined : this.#groupOfSpan[parentSpan]) ?? '');
      this.#groupOfSpan[span] = group;
      if (parentSpan < 0 || this.#groupOfSpan[parentSpan] !== group) {
        above = this.#group(group);
      }
    }
    const own = kind !== MARKER || above < 0 || !this.#belongsOn(lanes[above]!, span);
    const lane = own ? this.#laneFor(span, kind, above) : above;
    laneOf[span] = lane;
    this.#add(lanes[lane]!, span, kind);
    return lane;
  }

  /** Whether a marker lies on the row of its parent: not where that merely gathers others and the marker names a lane of its own. */
  #belongsOn(above: Lane, marker: number): boolean {
    const lane = this.#table.lane[marker]!;
    const gathers = above.group || above.kind === RUN;
    return !gathers || (!above.group && (lane === '' || lane === this.#table.lane[above.spans[0] ?? -1]));
  }

  #add(lane: Lane, span: number, kind: number): void {
    const table = this.#table;
    if (kind === MARKER) {
      lane.marks.push(span);
    } else {
      lane.spans.push(span);
    }
    lane.tracks = undefined;
    const ownOnly = kind === MARKER && lane.kind !== MARKER && !lane.group;
    if (ownOnly) {
      return;
    }
    if (lane.spans.length + lane.marks.length === 1 || (kind !== MARKER && lane.spans.length === 1)) {
      lane.label = lane.group ? lane.label : labelOf(table, span, kind === MARKER);
    } else if (!lane.mixed && lane.label !== labelOf(table, span, kind === MARKER)) {
      lane.mixed = true;
      lane.label = this.#sharedLabel(lane, span);
    }
  }

  /** What several spans of different names are called together: their lane, unless the row above is called that already. */
  #sharedLabel(lane: Lane, span: number): string {
    const name = this.#table.lane[span]!;
    const above = this.model.lanes[lane.parent];
    const taken = above !== undefined && (above.label === name || this.#table.lane[above.spans[0] ?? -1] === name);
    return name !== '' && !taken ? name : `${KIND_LABELS[KINDS[lane.kind] ?? 'span']}s`;
  }

  #laneFor(span: number, kind: number, above: number): number {
    const table = this.#table;
    const name = table.lane[span] !== '' ? table.lane[span]! : table.name[span]!;
    const single = this.#options.rowsBy === 'span' && kind !== MARKER;
    const short = single ? table.id[span]! : `${above}|${kind}|${this.#code(name)}`;
    const known = single ? undefined : this.#byKey.get(short);
    if (known !== undefined) {
      return known;
    }
    const prefix = above < 0 ? '' : hashText(this.model.lanes[above]!.key);
    const key = single ? `#${table.id[span]!}` : `${prefix}/${KINDS[kind] ?? 'span'}:${name}`;
    const lane = this.#create(key, kind, above, false);
    if (!single) {
      this.#byKey.set(short, lane);
    }
    return lane;
  }

  #group(name: string): number {
    const short = `group ${name}`;
    let lane = this.#byKey.get(short);
    if (lane === undefined) {
      lane = this.#create(`=${name}`, SPAN, -1, true);
      this.model.lanes[lane]!.label = name === '' ? 'None' : name;
      this.#byKey.set(short, lane);
    }
    return lane;
  }

  #code(name: string): number {
    let code = this.#names.get(name);
    if (code === undefined) {
      code = this.#names.size;
      this.#names.set(name, code);
    }
    return code;
  }

  #create(key: string, kind: number, parent: number, group: boolean): number {
    const { lanes, roots } = this.model;
    const index = lanes.length;
    lanes.push({
      key,
      parent,
      depth: parent < 0 ? 0 : lanes[parent]!.depth + 1,
      kind,
      label: '',
      mixed: group,
      group,
      spans: [],
      marks: [],
      children: [],
      tracks: undefined,
      start: Infinity,
      end: -Infinity,
      worst: 0,
      own: 0,
    });
    (parent < 0 ? roots : lanes[parent]!.children).push(index);
    return index;
  }
}

/** A short stand-in for the key above: whole paths would grow with depth, and a chain of 100,000 spans fill memory. (cyrb53) */
function hashText(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return (4294967296 * (2097151 & (b ^ (a >>> 15))) + (a ^ (b >>> 13)) + 4294967296).toString(36);
}

/** What a span is called on its row: a task with the number people know it by, a moment by what it happened to (`byLane`). */
function labelOf(table: SpanTable, span: number, byLane: boolean): string {
  if (byLane && table.lane[span] !== '') {
    return table.lane[span]!;
  }
  const name = table.name[span]!;
  const task = table.taskId[span]!;
  if (table.kind[span] === 1 && task !== '' && !name.startsWith(task)) {
    return name === '' ? task : `${task}  ${name}`;
  }
  return name !== '' ? name : table.lane[span] !== '' ? table.lane[span]! : table.id[span]!;
}

/** Builds all lanes of a table and packs them. */
export function buildLanes(table: SpanTable, links: Links, options: LaneOptions): LaneBuilder {
  const builder = new LaneBuilder(table, options);
  for (const span of links.order) {
    builder.place(span, links.parent[span]!);
  }
  settleLanes(builder.model, table);
  return builder;
}

/** Packs lanes that changed and brings starts, ends and the worst status up the tree. Returns whether a row's height changed. */
export function settleLanes(model: LaneModel, table: SpanTable): boolean {
  let resized = false;
  const { lanes } = model;
  for (const lane of lanes) {
    if (!lane.tracks) {
      lane.tracks = lane.spans.length === 0 ? [] : packTracks(lane.spans, table);
      lane.marks.sort((a, b) => table.start[a]! - table.start[b]!);
      resized = true;
    }
    lane.start = Infinity;
    lane.end = -Infinity;
    lane.worst = 0;
    for (const list of [lane.spans, lane.marks]) {
      for (const span of list) {
        lane.start = Math.min(lane.start, table.start[span]!);
        lane.end = Math.max(lane.end, table.end[span]!);
        lane.worst = Math.max(lane.worst, table.status[span]!);
      }
      lane.own = list === lane.spans ? lane.worst : lane.own;
    }
  }
  // A lane is created after the one above it, so walking backwards visits children first.
  for (let i = lanes.length - 1; i >= 0; i--) {
    const lane = lanes[i]!;
    const above = lanes[lane.parent];
    if (above) {
      above.start = Math.min(above.start, lane.start);
      above.end = Math.max(above.end, lane.end);
      above.worst = Math.max(above.worst, lane.worst);
    }
  }
  return resized;
}

/** The word for a lane's worst status, for the table and screen readers. */
export function worstLabel(lane: Lane): string {
  return STATUS_STYLES[statusOf(lane.worst)].label;
}
