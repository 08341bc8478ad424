import type { DataFrame } from '@grafana/data';
import type { TimelineOptions } from '../options.ts';
import { KINDS, KIND_LABELS, statusOf } from '../model/codes.ts';
import { createColors, type Colors } from '../model/colors.ts';
import { findDependencies, type Dependencies } from '../model/dependencies.ts';
import type { LaneOptions } from '../model/lanes.ts';
import { profileOf, spansBelow, type Profile } from '../model/profile.ts';
import { MAX_SPANS, readFrames, type ReadResult } from '../model/read-frames.ts';
import type { SpanTable } from '../model/span-table.ts';
import { updateTimeline, type Timeline, type Update } from '../model/timeline.ts';
import { findField, textAt } from '../model/values.ts';
import { STATUS_STYLES } from '../../../shared/status.ts';
import type { Ink } from '../draw/ink.ts';

/** Sweeping a big collapsed lane anew is worth it this often, ms. */
const PROFILE_AGE = 1000;

/** Frames and what is worked out from them, carried from one update to the next. */
export class DataModel {
  frames: readonly DataFrame[] = [];
  timeline: Timeline | undefined;
  shape: ReadResult['shape'] = 'unusable';
  #read: ReadResult | undefined;
  #readKey = '';
  #laneKey = '';
  #laneOptions: LaneOptions | undefined;
  #colors: { key: string; ink: Ink; colors: Colors; timeline: Timeline } | undefined;
  #dependencies: { of: Timeline; found: Dependencies } | undefined;
  #profiles = new Map<number, { profile: Profile; version: number; at: number }>();

  /** Reads frames and brings the timeline up to them. */
  update(frames: readonly DataFrame[], options: TimelineOptions): Update {
    const choice = {
      name: options.nameField,
      start: options.startField,
      end: options.endField,
      id: options.idField,
      parent: options.parentField,
      lane: options.laneField,
      status: options.statusField,
    };
    const readKey = JSON.stringify(choice);
    if (frames !== this.frames || readKey !== this.#readKey || !this.#read) {
      const known = this.#read && { table: this.#read.table, index: this.#read.idIndex };
      this.#read = readFrames(frames, choice, MAX_SPANS, known);
      this.#readKey = readKey;
      this.frames = frames;
      this.shape = this.#read.shape;
    }
    const rowsBy = options.rowsBy === 'auto' ? automaticRows(this.#read) : options.rowsBy;
    const laneKey = `${rowsBy} ${options.groupBy} ${readKey}`;
    if (laneKey !== this.#laneKey || !this.#laneOptions) {
      this.#laneKey = laneKey;
      this.#laneOptions = { rowsBy, groupOf: this.#grouping(options) };
    }
    const update = updateTimeline(this.timeline, this.#read, this.#laneOptions);
    this.timeline = update.timeline;
    if (update.kind === 'rebuilt') {
      this.#profiles.clear();
    }
    return update;
  }

  /** Colours for the current timeline; worked out again only when the data, the choice or the theme changed. */
  colors(options: TimelineOptions, ink: Ink): Colors {
    const timeline = this.timeline!;
    const key = `${options.colorBy} ${options.colorField ?? ''} ${timeline.version}`;
    const known = this.#colors;
    if (known?.key === key && known.ink === ink && known.timeline.table === timeline.table) {
      return known.colors;
    }
    const colors = createColors({
      table: timeline.table,
      frames: this.frames,
      colorBy: options.colorBy,
      fieldName: options.colorField,
      resolve: ink.resolve,
      palette: ink.palette,
      neutral: ink.faint,
    });
    this.#colors = { key, ink, colors, timeline };
    return colors;
  }

  /** Who waits for whom: attributes are only parsed once somebody selects something. */
  dependencies(): Dependencies | undefined {
    const timeline = this.timeline;
    if (!timeline) {
      return undefined;
    }
    if (this.#dependencies?.of !== timeline) {
      const fields = this.frames.map((frame) => findField(frame, 'attributes', 'dependencies'));
      const references = this.frames.map((frame) => findField(frame, 'references'));
      const { frame: frameOf, row: rowOf } = timeline.table;
      const cellOf = (span: number): unknown => references[frameOf[span]!]?.values[rowOf[span]!];
      const attributesOf = (span: number): unknown => {
        const field = fields[timeline.table.frame[span]!];
        const cell: unknown = field?.values[timeline.table.row[span]!];
        return field?.name.toLowerCase() === 'dependencies' ? { dependencies: cell } : cell;
      };
      const found = findDependencies(timeline.table, timeline.edges, attributesOf, cellOf);
      this.#dependencies = { of: timeline, found };
    }
    return this.#dependencies.found;
  }

  /** What lies below a collapsed lane. */
  profile(lane: number): Profile {
    const timeline = this.timeline!;
    const known = this.#profiles.get(lane);
    const now = Date.now();
    if (
      known &&
      (known.version === timeline.version || (known.profile.start.length > 2000 && now - known.at < PROFILE_AGE))
    ) {
      return known.profile;
    }
    const profile = profileOf(spansBelow(timeline.lanes, lane), timeline.table);
    this.#profiles.set(lane, { profile, version: timeline.version, at: now });
    return profile;
  }

  #grouping(options: TimelineOptions): LaneOptions['groupOf'] {
    const by = options.groupBy;
    const table = (): SpanTable => this.#read!.table;
    switch (by) {
      case 'none':
        return undefined;
      case 'task':
        return (span) => table().taskId[span]!;
      case 'agent':
        return (span) => table().agent[span]!;
      case 'model':
        return (span) => table().model[span]!;
      case 'status':
        return (span) => STATUS_STYLES[statusOf(table().status[span]!)].label;
      case 'kind':
        return (span) => KIND_LABELS[KINDS[table().kind[span]!] ?? 'span'];
      default: {
        const name = by.slice('field:'.length);
        return (span) => {
          const frame = this.frames[table().frame[span]!];
          return frame ? textAt(findField(frame, name), table().row[span]!) : '';
        };
      }
    }
  }
}

/** Rows of spans in a trace and in a table without lanes; lanes where the data names them. */
function automaticRows(read: ReadResult): 'lane' | 'span' {
  if (read.shape === 'timeline') {
    return 'lane';
  }
  return read.shape === 'table' && read.table.lane.some((lane) => lane !== '') ? 'lane' : 'span';
}
