import type { DataFrame } from '@grafana/data';

/** One annotation to mark: a moment, or a region where `end` is later. Epoch ms. */
export interface Mark {
  start: number;
  end: number;
  text: string;
  color?: string;
}

/** More marks than this are a wall, not information; the latest stay. */
const MOST_MARKS = 500;

const plain = (text: unknown) =>
  String(text ?? '')
    .replace(/<[^>]*>/g, ' ')
    .trim();

/** What annotation frames say happened, in the range shown. */
export function toMarks(frames: DataFrame[] | undefined, from: number, to: number): Mark[] {
  const marks = (frames ?? []).flatMap((frame) => {
    const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
    const [time, timeEnd, title, text, color] = ['time', 'timeEnd', 'title', 'text', 'color'].map(column);
    return Array.from({ length: time ? frame.length : 0 }, (_, row): Mark => {
      const start = Number(time![row]);
      const said = [title?.[row], text?.[row]].map(plain).filter(Boolean);
      const own = color?.[row] as string | undefined;
      return { start, end: Math.max(start, Number(timeEnd?.[row] ?? start)), text: said.join(': '), color: own };
    });
  });
  return marks
    .filter(({ start, end }) => Number.isFinite(start) && end >= from && start <= to)
    .sort((a, b) => a.start - b.start)
    .slice(-MOST_MARKS);
}
