import { type Browser } from 'playwright-core';
import { quantile } from '../../bench/result.ts';
import { ensureDatasource, rawFrame, removeDashboard, saveDashboard } from '../support/grafana.ts';
import { CASES } from './cases.ts';
import { type Figures, measure } from './measure.ts';

/** What one side did with one kind of data: medians of the repeats, ms. */
export interface Compared extends Figures {
  data: string;
  side: 'ours' | 'Grafana';
}

/**
 * Our panels and Grafana's own on the same data, turn by turn, in the Grafana that GRAFANA_URL names. A side that shows
 * nothing in time is told on stderr and left out.
 */
export async function* compareInGrafana(
  browser: Browser,
  { repeat, only }: { repeat: number; only: string }
): AsyncGenerator<Compared> {
  await ensureDatasource();
  for (const { name, frames, from, to, sides } of CASES().filter((one) => one.name.includes(only))) {
    const figures = sides.map((): Figures[] => []);
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const gridPos = { x: 0, y: 0, w: 24, h: 22 };
    const paths: Array<{ uid: string; path: string }> = [];
    for (const [at, { type }] of sides.entries()) {
      const uid = `tmcompare-${process.pid}-${at}`;
      const panels = [{ type, title: name, targets: [rawFrame(frames)], gridPos }];
      paths.push({ uid, path: await saveDashboard(uid, { panels, ...range }) });
    }
    try {
      // Turn by turn, so that what else the machine does falls on both.
      for (let again = 0; again < repeat; again++) {
        for (const [at, { side, subject }] of sides.entries()) {
          try {
            figures[at]!.push(await measure(browser, paths[at]!.path, subject));
          } catch (error) {
            process.stderr.write(`${name}, ${side}: ${String(error).split('\n')[0]}\n`);
          }
        }
      }
    } finally {
      for (const { uid } of paths) {
        await removeDashboard(uid);
      }
    }
    for (const [at, { side }] of sides.entries()) {
      const own = figures[at]!;
      const median = (pick: (one: Figures) => number) => quantile(own.map(pick), 0.5);
      if (own.length > 0) {
        const pictureMs = median((one) => one.pictureMs);
        const intervalMs = median((one) => one.intervalMs);
        yield { data: name, side, pictureMs, intervalMs, workMs: median((one) => one.workMs), shows: own[0]!.shows };
      }
    }
  }
}
