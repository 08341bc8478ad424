import { type FrameJson } from './frames.ts';

/** A name to choose, as `/api/v1/lookup/…` answers it. */
interface Choice {
  value: string;
  label: string;
}

/** The frames of a query type, as recorded. */
type Frames = (queryType: string) => FrameJson[];

const columnOf = (frames: FrameJson[], name: string): unknown[] =>
  frames.flatMap(({ schema, data }) => data.values[schema.fields.findIndex((field) => field.name === name)] ?? []);

const plain = (values: unknown[]): Choice[] =>
  [...new Set(values)]
    .filter((one) => typeof one === 'string' && one !== '')
    .map((one) => ({ value: String(one), label: String(one) }));

function pairs(frames: FrameJson[], value: string, label: (row: number) => unknown): Choice[] {
  return columnOf(frames, value).map((one, row) => ({ value: String(one), label: String(label(row) ?? one) }));
}

/** Projects without a task come last, as the service orders them. */
function projects(frames: FrameJson[]): Choice[] {
  const [names, tasks] = [columnOf(frames, 'name'), columnOf(frames, 'tasks')];
  const all = pairs(frames, 'id', (row) => names[row]).map((choice, row) => ({ choice, empty: tasks[row] === 0 }));
  return all.sort((a, b) => Number(a.empty) - Number(b.empty)).map(({ choice }) => choice);
}

const labelsOf = (frames: FrameJson[]): Array<Record<string, string>> =>
  frames.flatMap(({ schema }) =>
    schema.fields.flatMap(({ labels }) => (labels ? [labels as Record<string, string>] : []))
  );

const LOOK_UPS: Record<string, (frames: Frames, label: string) => Choice[]> = {
  projects: (frames) => projects(frames('projects')),
  tags: (frames) => plain(columnOf(frames('projects'), 'tags').flat()),
  runs: (frames) => {
    const runs = frames('runs');
    const [startedAt, source] = [columnOf(runs, 'startedAt'), columnOf(runs, 'source')];
    const when = (row: number) => new Date(Number(startedAt[row])).toISOString().slice(0, 16).replace('T', ' ');
    return pairs(runs, 'id', (row) => `${when(row)} (${String(source[row])})`);
  },
  tasks: (frames) => {
    const titles = columnOf(frames('tasks'), 'title');
    const ids = columnOf(frames('tasks'), 'taskId');
    return pairs(frames('tasks'), 'taskId', (row) => `${String(ids[row])} ${String(titles[row])}`);
  },
  sessions: (frames) => plain(columnOf(frames('events'), 'session')),
  agents: (frames) => plain(columnOf(frames('events'), 'agent')),
  'event-types': (frames) => plain(columnOf(frames('events'), 'type')),
  metrics: (frames) => plain(frames('metric').map(({ schema }) => schema.name)),
  labels: (frames) => plain(labelsOf(frames('metric')).flatMap((labels) => Object.keys(labels))),
  'label-values': (frames, label) => plain(labelsOf(frames('metric')).map((labels) => labels[label])),
  services: (frames) => plain(columnOf(frames('trace'), 'serviceName')),
  operations: (frames) => plain(columnOf(frames('trace'), 'operationName')),
  capabilities: () => [],
};

/** The answer to `/api/v1/lookup/<what>` that follows from recorded frames; undefined where there is no such look-up. */
export function recordedLookUp(what: string, parameters: URLSearchParams, frames: Frames): Choice[] | undefined {
  const found = Object.hasOwn(LOOK_UPS, what) ? LOOK_UPS[what]!(frames, parameters.get('label') ?? '') : undefined;
  const search = parameters.get('search')?.toLowerCase() ?? '';
  return found?.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(search));
}
