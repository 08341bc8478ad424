import { styleText } from 'node:util';

/** Text for people on standard output. Colours only on a terminal that wants them. */

const COLOURED = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Trouble and prompts go to standard error. */
export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

type Style = Parameters<typeof styleText>[0];

export function paint(style: Style, text: string): string {
  return COLOURED ? styleText(style, text, { validateStream: false }) : text;
}

/** Rows in columns; the width of coloured cells is that of their text. */
export function table(rows: string[][], gap = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))));
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join(gap)
      .trimEnd()
  );
}

function widthOf(cell: string): number {
  return [...cell.replaceAll(/\u001b\[[\d;]*m/g, '')].length;
}

/** What came from files and agents, without control characters: they could drive the terminal. */
export function clean(value: unknown): string {
  return String(value ?? '').replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** With one full stop at its end, whether it had one or not. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A bar of a given width for a share between 0 and 1. */
export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return paint('green', '█'.repeat(full)) + paint('gray', '░'.repeat(width - full));
}
