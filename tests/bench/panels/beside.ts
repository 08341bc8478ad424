import { type Browser } from 'playwright-core';
import { ownLayout } from './own-layout.ts';
import { graphFrames } from './data.ts';
import { RIVALS, rivalRows } from './rivals.ts';
import { compareInGrafana } from '../../grafana/compare/run.ts';
import { api, GRAFANA_URL } from '../../grafana/support/grafana.ts';
import { type Measured } from '../result.ts';

/** A line of the table: one thing measured on one kind of data, by whoever can do it; ms. */
interface Line {
  what: string;
  cells: Map<string, number>;
}

const OURS = 'ours';
const GRAFANA = 'Grafana’s own';
/** Nodes and edges that are laid out; the larger takes the others minutes. */
const SIZES: Array<[nodes: number, edges: number]> = [[1000, 3000]];
const LONG: typeof SIZES = [[10_000, 20_000]];

const unitOf = (name: string, value: number): Measured => ({ name, value, unit: 'ms', better: 'lower' });

/**
 * Our panels, other layered layouts and (where GRAFANA_URL names one) Grafana's own panels on the same data in one run. Every
 * figure is handed to `tell` as it comes; answers the table as text, for people.
 */
export async function beside(
  browser: Browser,
  { long, repeat, only, tell }: { long: boolean; repeat: number; only: string; tell: (measured: Measured) => void }
): Promise<string> {
  const lines: Line[] = [];
  const put = (what: string, who: string, value: number) => {
    let line = lines.find((one) => one.what === what);
    if (!line) {
      line = { what, cells: new Map() };
      lines.push(line);
    }
    line.cells.set(who, value);
    tell(unitOf(`${what}: ${who}`, value));
  };
  let version = '';
  if (GRAFANA_URL === '') {
    process.stderr.write(
      'Grafana’s own panels are left out: GRAFANA_URL names no Grafana that has the built plugins.\n'
    );
  } else {
    version = (await api<{ version: string }>('GET', 'health')).version;
    for await (const one of compareInGrafana(browser, { repeat, only })) {
      const who = one.side === 'ours' ? OURS : GRAFANA;
      put(`${one.data}, data to picture`, who, one.pictureMs);
      put(`${one.data}, p95 frame while moving`, who, one.intervalMs);
    }
  }
  for (const [nodes, edges] of long ? [...SIZES, ...LONG] : SIZES) {
    const what = `graph ${nodes}/${edges}, layout alone`;
    if (!what.includes(only)) {
      continue;
    }
    const frames = graphFrames(nodes, edges);
    put(what, OURS, ownLayout(frames));
    for (const { rival, ms } of rivalRows(what, frames)) {
      put(what, rival, ms);
    }
  }
  return tableOf(lines, version);
}

function tableOf(lines: Line[], version: string): string {
  const who = [OURS, ...RIVALS, GRAFANA];
  const title = (name: string) => (name === GRAFANA && version !== '' ? `${GRAFANA} (${version})` : name);
  const cell = (value: number | undefined) =>
    value === undefined
      ? '–'
      : `${value < 100 ? Number(value.toPrecision(3)) : Math.round(value).toLocaleString('en-US')} ms`;
  const rows = [
    ['', ...who.map(title)],
    ...lines.map(({ what, cells }) => [what, ...who.map((one) => cell(cells.get(one)))]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `| ${row.map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!))).join(' | ')} |`
    )
    .flatMap((line, at) =>
      at === 0
        ? [
            line,
            `|${widths.map((width, n) => (n === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`,
          ]
        : [line]
    )
    .join('\n');
}
