import { type ReportAttempt, type RunReport } from '../types.ts';
import { html, type Markup } from './escape.ts';
import { clock, cut, duration } from './words.ts';

const WIDTH = 1100;
const LABEL = 250;
/** More tasks than this are drawn on as few lines as overlap needs, instead of a line each. */
const MOST_ROWS = 70;
const ROW = 18;
const TOP = 22;

/** Attempts over time. @returns the picture and a sentence on how to read it */
export function timelineSvg(report: RunReport): { picture: Markup; caption: string } {
  const { attempts, startedAt, lastAt } = report;
  const to = Math.max(startedAt + 1, lastAt);
  const tasks = [...new Set(attempts.map(({ taskId }) => taskId))];
  const perTask = tasks.length <= MOST_ROWS;
  const left = perTask ? LABEL : 0;
  const x = (at: number) => left + ((at - startedAt) / (to - startedAt)) * (WIDTH - left);
  const lines = perTask ? new Map(tasks.map((taskId, row) => [taskId, row])) : undefined;
  const packed = lines ? undefined : pack(attempts, to);
  const rowOf = (attempt: ReportAttempt, at: number) => lines?.get(attempt.taskId) ?? packed![at]!;
  const rows = lines ? tasks.length : Math.max(1, ...packed!.map((row) => row + 1));
  const height = TOP + rows * ROW + 4;
  const titles = new Map(report.tasks.map(({ taskId, title }) => [taskId, title]));
  const picture = html`<svg
    class="picture"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="Timeline of ${attempts.length} attempts at ${tasks.length} tasks"
  >
    ${report.stretches.slice(1).map(({ from }, at) => {
      const before = report.stretches[at]!.to;
      return html`<rect
        class="idle"
        x="${round(x(before))}"
        y="${TOP - 4}"
        width="${round(Math.max(0.5, x(from) - x(before)))}"
        height="${height - TOP}"
        ><title>Nothing worked on the run for ${duration(from - before)}</title></rect
      >`;
    })}
    ${ticks(startedAt, to).map(
      (at) =>
        html`<line class="grid" x1="${round(x(at))}" x2="${round(x(at))}" y1="${TOP - 6}" y2="${height}" /><text
            class="tick"
            x="${round(x(at) + 3)}"
            y="12"
            >${clock(at)}</text
          >`
    )}
    ${
      lines
        ? tasks.map(
            (taskId, row) =>
              html`<text class="label" x="0" y="${TOP + row * ROW + 12}"
                >${cut(`${taskId} ${titles.get(taskId) ?? ''}`, 38)}</text
              >`
          )
        : []
    }
    ${attempts.map((attempt, at) => {
      const end = attempt.endedAt ?? to;
      const width = Math.max(1, x(end) - x(attempt.startedAt));
      const y = TOP + rowOf(attempt, at) * ROW + 2;
      const name = `${attempt.taskId} ${titles.get(attempt.taskId) ?? ''}`;
      return html`<rect
        class="bar ${attempt.outcome}"
        x="${round(x(attempt.startedAt))}"
        y="${y}"
        width="${round(width)}"
        height="${ROW - 5}"
        rx="2"
        ><title>
          ${name}, attempt ${attempt.attempt}: ${attempt.outcome},
          ${duration(end - attempt.startedAt)}${attempt.failure === null ? '' : ` – ${attempt.failure}`}
        </title></rect
      >`;
    })}
  </svg>`;
  const caption = perTask
    ? 'A line a task, a bar an attempt; point at a bar for its name.'
    : `${tasks.length} tasks on as few lines as ran at once; point at a bar for its task.`;
  return { picture, caption };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The first line that is free, for every attempt. */
function pack(attempts: readonly ReportAttempt[], to: number): number[] {
  const order = attempts.map((_, at) => at).sort((a, b) => attempts[a]!.startedAt - attempts[b]!.startedAt);
  const free: number[] = [];
  const rows = new Array<number>(attempts.length).fill(0);
  for (const at of order) {
    const { startedAt, endedAt } = attempts[at]!;
    const found = free.findIndex((until) => until <= startedAt);
    const row = found < 0 ? free.length : found;
    free[row] = endedAt ?? to;
    rows[at] = row;
  }
  return rows;
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
const MOST_TICKS = 10;

/** Round times. */
function ticks(from: number, to: number): number[] {
  const wanted = (to - from) / MOST_TICKS / 1000;
  const step = (STEPS_S.find((size) => size >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400) * 1000;
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to - step / 3; at += step) {
    found.push(at);
  }
  return found;
}
