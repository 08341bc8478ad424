/**
 * `npm run bench:panels`: the panels as built, in Chromium without a GPU. `-- --json` prints one object a line.
 * `--only WORD` runs matching parts, `--soak SECONDS` sets how long live updates go on (60; the target is for 600),
 * `--rivals` measures beside elk, dagre, d3-dag and, where GRAFANA_URL names a Grafana that has the built plugins, its own node
 * graph and trace view, and nothing else; `--long` adds the graph that takes others minutes, `--repeat` is how often each is opened.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { graphFrames, timelineFrames } from './panels/data.ts';
import { frameTimes } from './panels/interaction.ts';
import { beside } from './panels/beside.ts';
import { soak } from './panels/soak.ts';
import { GRAPH, type Kind, onStage, TIMELINE } from './panels/stage.ts';
import { machine, type Measured, report } from './result.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    soak: { type: 'string', default: '60' },
    rivals: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '3' },
    'no-build': { type: 'boolean', default: false },
  },
});
const FRAME_MS = 16.7;

const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`Nothing was measured. ${found.problem}\n`);
  process.exit(69);
}
// The comparison opens the bundle that its Grafana has, not the checkout's.
if (!values.rivals && (!values['no-build'] || !existsSync(resolve(ROOT, 'web/dist/index.html')))) {
  const script = resolve(ROOT, 'scripts/build.mjs');
  const { status } = spawnSync(process.execPath, [script, '--no-backend'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
const browser = await launchChromium(found.path);
const row = (name: string, value: number, unit: string, target?: number, note?: string): Measured => {
  return { name, value, unit, target, better: 'lower', note };
};

async function moving(
  name: string,
  kind: Kind,
  frames: ReturnType<typeof graphFrames>,
  pictureMs: number,
  blockMs?: number
) {
  return onStage(browser, kind, frames, async (stage) => {
    const rows = [row(`${name}: data to complete picture`, stage.pictureMs, 'ms', pictureMs)];
    rows.push(row(`${name}: longest block of the main thread`, stage.blockedMs, 'ms', blockMs, '0: never over 50 ms'));
    for (const gesture of kind === GRAPH ? (['pan', 'zoom', 'hover'] as const) : (['pan', 'zoom'] as const)) {
      const { interval, work, frames: count } = await frameTimes(stage, gesture);
      rows.push(row(`${name}: ${gesture}, p95 frame to frame`, interval, 'ms', FRAME_MS, `${count} frames`));
      rows.push(row(`${name}: ${gesture}, p95 main thread a frame`, work, 'ms', FRAME_MS));
    }
    return rows;
  });
}

async function living(name: string, kind: Kind, frames: ReturnType<typeof graphFrames>) {
  return onStage(browser, kind, frames, async (stage) => {
    const seconds = Number(values.soak);
    const { updates, interactions, dropped, growthMb } = await soak(stage, kind, frames, seconds);
    const note = `${updates} updates and ${interactions} interactions in ${seconds} s`;
    return [
      row(`${name}, 10 updates a second: dropped interactions`, dropped, 'of all', 0, note),
      row(`${name}, 10 updates a second: heap growth`, growthMb, 'MB', 10, note),
    ];
  });
}

const parts: Record<string, () => Promise<Measured[]> | Measured[]> = {
  'graph-1000': () => moving('graph 1,000 tasks 3,000 edges', GRAPH, graphFrames(1000, 3000), 500),
  'graph-10000': () => moving('graph 10,000 tasks 20,000 edges', GRAPH, graphFrames(10_000, 20_000), 3000, 100),
  'timeline-100000': () => moving('timeline 100,000 spans 2,000 lanes', TIMELINE, timelineFrames(100_000, 2000), 1000),
  'graph-live': () => living('graph 1,000 tasks', GRAPH, graphFrames(1000, 3000)),
  'timeline-live': () => living('timeline 10,000 spans', TIMELINE, timelineFrames(10_000, 400)),
};
if (!values.json) {
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(`${machine()}, Chromium ${browser.version()}, no GPU, load ${load} at the start\n\n`);
}
if (values.rivals) {
  // A run takes minutes: people see each figure as it comes, and the table at the end.
  const tell = (measured: Measured) => report(measured, values.json);
  const table = await beside(browser, {
    long: values.long,
    repeat: Number(values.repeat),
    only: values.only ?? '',
    tell,
  });
  process.stdout.write(values.json ? '' : `\n${table}\n`);
}
for (const [name, measure] of values.rivals ? [] : Object.entries(parts)) {
  if (!values.only || name.includes(values.only)) {
    for (const measured of await measure()) {
      report(measured, values.json);
    }
  }
}
await browser.close();
