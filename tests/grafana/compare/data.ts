import { type FrameJson } from '../../browser/support/fake-service.ts';
import { START } from '../../bench/panels/data.ts';

/** Spans of a task. */
const PER_TASK = 50;
const TASK_MS = 60_000;

/** One trace of tasks with tool calls below them, as tracing data sources answer it. */
export function traceFrames(spans: number): FrameJson[] {
  const rows = Array.from({ length: spans }, (_, at) => {
    const task = Math.floor((at - 1) / PER_TASK);
    const inTask = (at - 1) % PER_TASK;
    const id = (span: number) => `s${span}`;
    if (at === 0) {
      return { span: id(0), parent: '', name: 'run', service: 'run', start: 0, duration: (spans / PER_TASK) * 6000 };
    }
    const first = inTask === 0;
    return {
      span: id(at),
      parent: first ? id(0) : id(task * PER_TASK + 1),
      name: first ? `task ${task}` : `tool ${inTask}`,
      service: `agent-${task % 7}`,
      start: task * 6000 + (first ? 0 : inTask * (TASK_MS / PER_TASK)),
      duration: first ? TASK_MS : 900,
    };
  });
  const tags = [{ key: 'gen_ai.request.model', value: 'model-1' }];
  const columns: Array<[name: string, type: string, values: unknown[]]> = [
    ['traceID', 'string', rows.map(() => 't1')],
    ['spanID', 'string', rows.map(({ span }) => span)],
    ['parentSpanID', 'string', rows.map(({ parent }) => parent)],
    ['operationName', 'string', rows.map(({ name }) => name)],
    ['serviceName', 'string', rows.map(({ service }) => service)],
    ['serviceTags', 'other', rows.map(() => [])],
    ['startTime', 'number', rows.map(({ start }) => START + start)],
    ['duration', 'number', rows.map(({ duration }) => duration)],
    ['logs', 'other', rows.map(() => [])],
    ['tags', 'other', rows.map(() => tags)],
  ];
  return [
    {
      schema: {
        meta: { preferredVisualisationType: 'trace' },
        fields: columns.map(([name, type]) => ({ name, type })),
      },
      data: { values: columns.map(([, , values]) => values) },
    },
  ];
}
