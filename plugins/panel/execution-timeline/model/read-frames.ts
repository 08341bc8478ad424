import type { DataFrame } from '@grafana/data';
import { shapeOf, tableFields, type FieldChoice, type FrameShape } from './detect.ts';
import { readTable } from './read-table.ts';
import { readTimeline } from './read-timeline.ts';
import { readTrace } from './read-trace.ts';
import { SpanWriter, type KnownIds, type Notice, type SpanTable } from './span-table.ts';

/** Spans shown at most: beyond it the panel says so instead of freezing the tab (about 300 bytes a span). */
export const MAX_SPANS = 250_000;

export interface ReadResult {
  table: SpanTable;
  idIndex: Map<string, number>;
  notices: Notice[];
  /** What the spans came from: a trace gets a row per span where lanes are not asked for. */
  shape: FrameShape;
  /** Dependency edges: `target` waits for `source`. Task ids or span ids. */
  edges: Array<{ source: string; target: string }>;
}

/** What the panel can draw, in one sentence: shown where a frame has none of it. */
export const EXPECTED =
  'This panel draws what began and ended: timelines of the Task-Master data source, traces, ' +
  'or any table with a name, a start and an end. Choose another query, or name the fields in the panel’s options.';

/** Reads every frame it can into one table of spans. Never throws on foreign input: what was wrong is said in
 * `notices`. `known` is what was read before: where rows only come on top, its index is taken over. */
export function readFrames(
  frames: readonly DataFrame[],
  choice: FieldChoice = {},
  limit = MAX_SPANS,
  known?: KnownIds
): ReadResult {
  const shapes = frames.map((frame) => shapeOf(frame, choice));
  const total = frames.reduce((sum, frame, i) => sum + (isSpans(shapes[i]!) ? rowsOf(frame) : 0), 0);
  const writer = new SpanWriter(Math.min(total, limit), known);
  const notices: Notice[] = [];
  const edges: ReadResult['edges'] = [];
  let left = limit;
  let unusable = 0;
  frames.forEach((frame, index) => {
    const shape = shapes[index]!;
    const rows = Math.min(rowsOf(frame), left);
    if (shape === 'timeline') {
      readTimeline(frame, index, rows, writer);
    } else if (shape === 'trace') {
      readTrace(frame, index, rows, writer);
    } else if (shape === 'table') {
      readTable(frame, tableFields(frame, choice)!, index, rows, writer);
    } else if (shape === 'edges') {
      readEdges(frame, edges);
    } else if (frame.fields.length > 0) {
      unusable++;
    }
    left -= isSpans(shape) ? rows : 0;
  });
  const { table, index } = writer.finish();
  const say = (count: number, one: string, many: string) => {
    if (count > 0) {
      notices.push({ severity: 'warning', text: count === 1 ? one : many.replace('#', count.toLocaleString('en-US')) });
    }
  };
  if (total > limit) {
    const shown = limit.toLocaleString('en-US');
    notices.push({
      severity: 'warning',
      text: `Only the first ${shown} of ${total.toLocaleString('en-US')} rows are drawn. Narrow the query or the time range to see the rest.`,
    });
  }
  say(
    unusable,
    'One table has no start and end and was left out.',
    '# tables have no start and end and were left out.'
  );
  say(writer.unplaced, 'One row has no start time and was left out.', '# rows have no start time and were left out.');
  say(
    writer.backwards,
    'One span ends before it starts; it is drawn as a point.',
    '# spans end before they start; they are drawn as points.'
  );
  say(
    writer.renamed,
    'One row repeats the id of another; both are shown.',
    '# rows repeat the id of another; all are shown.'
  );
  return { table, idIndex: index, notices, edges, shape: shapes.find(isSpans) ?? 'unusable' };
}

function isSpans(shape: FrameShape): boolean {
  return shape === 'timeline' || shape === 'trace' || shape === 'table';
}

/** Rows that every field has: a frame's own `length` can promise more than its columns hold. */
function rowsOf(frame: DataFrame): number {
  return frame.fields.reduce((most, field) => Math.max(most, field.values.length), 0);
}

function readEdges(frame: DataFrame, edges: ReadResult['edges']): void {
  const find = (name: string) => frame.fields.find((field) => field.name.toLowerCase() === name);
  const source = find('source');
  const target = find('target');
  const kind = find('kind');
  for (let row = 0; row < Math.min(rowsOf(frame), MAX_SPANS); row++) {
    const from: unknown = source?.values[row];
    const to: unknown = target?.values[row];
    const contains = (kind?.values[row] as unknown) === 'contains';
    if (!contains && from !== null && from !== undefined && to !== null && to !== undefined) {
      edges.push({ source: String(from), target: String(to) });
    }
  }
}
