import type { DataFrame, Field } from '@grafana/data';

/** A frame from columns of plain values, as a data source would answer; types are guessed from the first value. */
export function frameOf(
  name: string,
  columns: Record<string, unknown[]>,
  config: Record<string, Field['config']> = {}
): DataFrame {
  const fields = Object.entries(columns).map(([key, values]) => ({
    name: key,
    type: typeOf(values.find((value) => value !== null && value !== undefined)),
    values,
    config: config[key] ?? {},
  }));
  return { name, fields, length: Math.max(0, ...fields.map((field) => field.values.length)) };
}

/** Grafana's field type; its enum is not imported, so that plain Node can read this file. */
function typeOf(value: unknown): Field['type'] {
  const type = typeof value;
  return (type === 'number' || type === 'boolean' || type === 'string' ? type : 'other') as Field['type'];
}

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const STATUSES = [
  'done',
  'done',
  'done',
  'in-progress',
  'review',
  'pending',
  'pending',
  'pending',
  'blocked',
  'failed',
];

/** Frames of a made-up project: `tasks` nodes and about `edges` dependencies, each at most `reach` tasks apart. */
export function projectFrames(tasks: number, edges: number, reach = 60, seed = 1): DataFrame[] {
  const random = seeded(seed);
  const ids = Array.from({ length: tasks }, (_, index) => String(index + 1));
  const source: string[] = [];
  const target: string[] = [];
  for (let edge = 0; edge < edges && tasks > 1; edge++) {
    const from = Math.floor(random() * (tasks - 1));
    const to = from + 1 + Math.floor(random() * Math.min(reach, tasks - 1 - from));
    source.push(ids[from] as string);
    target.push(ids[to] as string);
  }
  return [
    frameOf('nodes', {
      id: ids,
      title: ids.map(
        (id) =>
          `Task ${id}: ${['Build', 'Test', 'Design', 'Review'][Number(id) % 4]} the ${['parser', 'journal', 'panel', 'engine', 'exporter'][Number(id) % 5]}`
      ),
      status: ids.map((_, index) => (index < tasks * 0.4 ? 'done' : STATUSES[Math.floor(random() * STATUSES.length)])),
      progress: ids.map(() => Math.round(random() * 100) / 100),
    }),
    frameOf('edges', { id: source.map((_, index) => `e${index}`), source, target }),
  ];
}
