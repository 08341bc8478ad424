import { linkSpans, type Links } from './link.ts';
import { buildLanes, settleLanes, type LaneBuilder, type LaneModel, type LaneOptions } from './lanes.ts';
import type { ReadResult } from './read-frames.ts';
import type { Notice, SpanTable } from './span-table.ts';

/** Everything the picture is drawn from. Replaced as a whole or carried on by `updateTimeline`; `version` rises with each change. */
export interface Timeline {
  version: number;
  table: SpanTable;
  links: Links;
  lanes: LaneModel;
  builder: LaneBuilder;
  options: LaneOptions;
  edges: ReadResult['edges'];
  notices: Notice[];
  idIndex: Map<string, number>;
  /** Ids that are named as a parent and are not there: should one arrive, spans move. */
  missing: Set<string>;
}

export function buildTimeline(read: ReadResult, options: LaneOptions, version = 0): Timeline {
  const { table } = read;
  const links = linkSpans(table, read.idIndex);
  const builder = buildLanes(table, links, options);
  const { idIndex } = read;
  const missing = new Set<string>();
  for (let i = 0; i < table.count; i++) {
    if (table.parentId[i] !== '' && !idIndex.has(table.parentId[i]!)) {
      missing.add(table.parentId[i]!);
    }
  }
  const notices = [...read.notices];
  if (links.cycles > 0) {
    notices.push({
      severity: 'warning',
      text: `${links.cycles === 1 ? 'One chain of parents leads' : `${links.cycles} chains of parents lead`} back to its own start; it was cut to be drawn.`,
    });
  }
  if (links.orphans > 0) {
    notices.push({
      severity: 'info',
      text: `${links.orphans === 1 ? 'One span names a parent that is' : `${links.orphans.toLocaleString('en-US')} spans name a parent that is`} not in the data; shown at the top level.`,
    });
  }
  return {
    version,
    table,
    links,
    lanes: builder.model,
    builder,
    options,
    edges: read.edges,
    notices,
    idIndex,
    missing,
  };
}

export interface Update {
  timeline: Timeline;
  /** `same`: nothing to draw anew. `changed`: known spans kept their place. `rebuilt`: from scratch. */
  kind: 'same' | 'changed' | 'rebuilt';
  /** Whether lines were added or moved. */
  resized: boolean;
}

/**
 * Brings a timeline up to newer data. Where rows were only appended, or known ones changed in their end, status, attempt, agent
 * or model, just the lanes concerned are laid out again; anything else rebuilds.
 */
export function updateTimeline(previous: Timeline | undefined, read: ReadResult, options: LaneOptions): Update {
  const rebuild = (): Update => ({
    timeline: buildTimeline(read, options, (previous?.version ?? 0) + 1),
    kind: 'rebuilt',
    resized: true,
  });
  if (previous?.options !== options || read.table.count < previous.table.count || previous.table.count === 0) {
    return rebuild();
  }
  const before = previous.table;
  const after = read.table;
  const touched = new Set<number>();
  for (let i = 0; i < before.count; i++) {
    if (!samePlace(before, after, i)) {
      return rebuild();
    }
    if (differs(before, after, i)) {
      touched.add(i);
    }
  }
  if (touched.size > 0 && options.groupOf) {
    // Grouping may look at what changed: then the span belongs elsewhere.
    return rebuild();
  }
  const appended = after.count - before.count;
  if (appended === 0 && touched.size === 0) {
    // Rows may have moved in their frames: details are read from the new ones.
    return {
      timeline: { ...previous, table: after, idIndex: read.idIndex, edges: read.edges },
      kind: 'same',
      resized: false,
    };
  }
  const next: Timeline = {
    ...previous,
    version: previous.version + 1,
    table: after,
    idIndex: read.idIndex,
    edges: read.edges,
  };
  next.builder.continueWith(after);
  if (appended > 0 && !append(next, before.count)) {
    return rebuild();
  }
  for (const span of touched) {
    const lane = next.lanes.lanes[next.lanes.laneOf[span]!];
    if (lane) {
      lane.tracks = undefined;
    }
  }
  return { timeline: next, kind: 'changed', resized: settleLanes(next.lanes, after) };
}

/** Links and places the spans from `first` on; false where the newcomers change what was already there. */
function append(next: Timeline, first: number): boolean {
  const { table, idIndex, missing, builder } = next;
  const parent = new Int32Array(table.count).fill(-1);
  parent.set(next.links.parent);
  for (let i = first; i < table.count; i++) {
    if (missing.has(table.id[i]!) || table.kind[i] === 1) {
      // A task that arrives may gather spans that named it by its number.
      return false;
    }
  }
  for (let i = first; i < table.count; i++) {
    const wanted = table.parentId[i]!;
    const found = idIndex.get(wanted);
    if (wanted === '' && table.taskId[i] !== '') {
      return false;
    }
    if (wanted !== '' && (found === undefined || found >= i)) {
      return false;
    }
    parent[i] = found ?? -1;
    builder.place(i, parent[i]!);
  }
  next.links = { ...next.links, parent };
  return true;
}

function samePlace(a: SpanTable, b: SpanTable, i: number): boolean {
  return (
    a.start[i] === b.start[i] &&
    a.kind[i] === b.kind[i] &&
    a.id[i] === b.id[i] &&
    a.parentId[i] === b.parentId[i] &&
    a.lane[i] === b.lane[i] &&
    a.name[i] === b.name[i] &&
    a.taskId[i] === b.taskId[i]
  );
}

function differs(a: SpanTable, b: SpanTable, i: number): boolean {
  return (
    a.end[i] !== b.end[i] ||
    a.status[i] !== b.status[i] ||
    a.attempt[i] !== b.attempt[i] ||
    a.agent[i] !== b.agent[i] ||
    a.model[i] !== b.model[i]
  );
}
