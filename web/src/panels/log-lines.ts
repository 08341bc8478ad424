import type { DataFrame } from '@grafana/data';

/** More lines than anybody reads; a page of thousands would only be slow. */
const MOST_LINES = 1000;

export interface LogLine {
  time: number;
  level: string;
  body: string;
  labels?: unknown;
}

const named = (frame: DataFrame, ...names: string[]) =>
  frame.fields.find(({ name }) => names.includes(name.toLowerCase()));

/** Lines of every log frame, newest first unless `ascending`. */
export function toLines(frames: DataFrame[], ascending: boolean): LogLine[] {
  const lines = frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === 'time');
    const body = named(frame, 'body', 'line', 'message') ?? frame.fields.find(({ type }) => type === 'string');
    const level = named(frame, 'severity', 'level');
    const labels = named(frame, 'labels', 'attributes');
    return !time || !body
      ? []
      : Array.from({ length: frame.length }, (_, row): LogLine => {
          const text = String(body.values[row] ?? '');
          return {
            time: Number(time.values[row]),
            level: String(level?.values[row] ?? ''),
            body: text,
            labels: labels?.values[row],
          };
        });
  });
  return lines.sort((a, b) => (ascending ? a.time - b.time : b.time - a.time)).slice(0, MOST_LINES);
}
