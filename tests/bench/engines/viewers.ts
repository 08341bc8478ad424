import { setTimeout as sleep } from 'node:timers/promises';
import { LeanConnection } from './lean-connection.ts';
import { bodyOf, PANELS } from './panels.ts';
import { type ViewersAsked, type ViewersSaw } from './viewers-talk.ts';

/**
 * The load generator, a process of its own: so many viewers of one dashboard, each asking all of its panels every few
 * seconds by its own clock, over one kept-alive connection. Told what to do by argv, tells what it saw on stdout.
 */

const asked = JSON.parse(process.argv[2] ?? '{}') as ViewersAsked;
const url = new URL(asked.url);
const panelTimes: number[] = [];
const dashboardTimes: number[] = [];
let late = 0;
let bytes = 0;
let problem: string | undefined;

const started = performance.now();
const countFrom = started + asked.warmMs;
const end = countFrom + asked.measuredMs;

async function viewer(n: number): Promise<void> {
  const connection = new LeanConnection(url);
  // Spread evenly over one interval: nobody opens a dashboard at the same moment.
  let due = started + (n * asked.refreshMs) / asked.viewers;
  await sleep(Math.max(0, due - performance.now()));
  while (due < end) {
    const began = performance.now();
    const now = Date.now();
    for (const panel of PANELS) {
      const before = performance.now();
      const answer = await connection.post('/api/v1/query', bodyOf(panel, now));
      bytes += answer.length;
      if (answer.status !== 200 || answer.failed) {
        problem ??= `${JSON.stringify(panel)}: ${answer.status} ${answer.beginning}`;
      }
      if (began >= countFrom) {
        panelTimes.push(performance.now() - before);
      }
    }
    if (began >= countFrom) {
      dashboardTimes.push(performance.now() - began);
    }
    due += asked.refreshMs;
    if (due < performance.now()) {
      late++;
      due = performance.now(); // what was missed is not made up for, as in a browser
    }
    await sleep(Math.max(0, due - performance.now()));
  }
  connection.close();
}

function quantiles(times: number[]): { p50: number; p95: number; p99: number } {
  const sorted = Float64Array.from(times).sort();
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

await Promise.all(Array.from({ length: asked.viewers }, (_, n) => viewer(n)));
const saw: ViewersSaw = {
  panel: quantiles(panelTimes),
  dashboard: quantiles(dashboardTimes),
  requests: panelTimes.length,
  refreshes: dashboardTimes.length,
  late,
  bytes,
  ...(problem === undefined ? {} : { problem }),
};
process.stdout.write(JSON.stringify(saw));
