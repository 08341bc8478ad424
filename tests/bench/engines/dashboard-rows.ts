import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Measured } from '../result.ts';
import { cpuSeconds, residentMb } from '../service/running-service.ts';
import { askService } from './ask.ts';
import { type FilledServers } from './filled-servers.ts';
import { type Panel, PANELS, RANGE_MS, RAW_PANELS } from './panels.ts';
import { type ViewersAsked, type ViewersSaw } from './viewers-talk.ts';

const run = promisify(execFile);
const REFRESH_MS = 5000;
/** As for one viewer, but for chance. (An answer is kept 15 s: one who comes each 5 s may come a moment too soon, of many one comes then.) */
const OF_ONE = 1.1;
const less = { better: 'lower' as const };

/** What the three servers were asked together: requests, and how many of them had been asked before. */
function askedOf({ proxies }: FilledServers): { requests: number; again: number } {
  const all = Object.values(proxies).flatMap(({ asked }) => asked);
  return { requests: all.length, again: all.length - new Set(all).size };
}

function clear({ proxies }: FilledServers): void {
  Object.values(proxies).forEach((proxy) => proxy.clear());
}

/** All panels of a dashboard at once, by `viewers` whose clocks differ a little. */
async function open({ service }: FilledServers, panels: readonly Panel[], viewers = 1): Promise<void> {
  const now = Date.now();
  const all = Array.from({ length: viewers }, (_, n) => now + n).flatMap((to) =>
    panels.map((panel) =>
      askService(service.url, { ...panel, timeRange: { from: to - RANGE_MS, to } }, { empty: true })
    )
  );
  await Promise.all(all);
}

/** Waits until questions to servers are about a new moment: five seconds' multiples, so that a refresh begins there. */
const nextSlot = () => sleep(REFRESH_MS - (Date.now() % REFRESH_MS) + 50);

/** 20 panels at once, cold and for a second viewer. */
export async function panelRows(servers: FilledServers): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const [name, panels] of [
    ['20 panels of PromQL', RAW_PANELS],
    ['20 panels on three servers', PANELS],
  ] as const) {
    await nextSlot();
    clear(servers);
    const started = performance.now();
    await open(servers, panels);
    const took = performance.now() - started;
    const cold = askedOf(servers);
    const raw = panels === RAW_PANELS;
    rows.push({
      ...less,
      name: `${name}, cold: requests to them`,
      value: cold.requests,
      unit: 'requests',
      ...(raw ? { target: 20 } : {}),
      note: `${took.toFixed(0)} ms`,
    });
    rows.push({ ...less, name: '… of them asked before', value: cold.again, unit: 'requests', target: 0 });
    clear(servers);
    await open(servers, panels);
    rows.push({
      ...less,
      name: '… second viewer within the refresh interval',
      value: askedOf(servers).requests,
      unit: 'requests',
      target: 0,
    });
  }
  const others = RAW_PANELS.map((panel) => ({ ...panel, query: { raw: `${String(panel.query['raw'])} + 100` } }));
  await nextSlot();
  clear(servers);
  await open(servers, others, 30);
  rows.push({
    ...less,
    name: '30 viewers open 20 panels of PromQL at once',
    value: askedOf(servers).requests,
    unit: 'requests',
    target: 20,
  });
  return rows;
}

/** Many viewers of one dashboard that refreshes every 5 s, beside one viewer of it. */
export async function viewerRows(servers: FilledServers, viewers: number, seconds: number): Promise<Measured[]> {
  const one = await watched(servers, 1, seconds);
  const many = await watched(servers, viewers, seconds);
  const name = `${viewers.toLocaleString('en')} viewers, 5 s refresh`;
  const perSecond = (many.saw.requests / seconds).toFixed(0);
  return [
    {
      ...less,
      name: `${name}: requests to the servers a minute`,
      value: (many.requests / seconds) * 60,
      unit: 'a minute',
      target: Math.ceil((one.requests / seconds) * 60 * OF_ONE),
      note: `one viewer: ${((one.requests / seconds) * 60).toFixed(0)}`,
    },
    {
      ...less,
      name: '… processor of the service',
      value: many.cores,
      unit: 'cores',
      target: 1,
      note: `${perSecond} panel requests/s, ${(many.saw.bytes / 1e6 / seconds).toFixed(0)} MB/s`,
    },
    {
      ...less,
      name: '… a panel’s answer, p95',
      value: many.saw.panel.p95,
      unit: 'ms',
      target: 500,
      note: `median ${many.saw.panel.p50.toFixed(1)}, p99 ${many.saw.panel.p99.toFixed(1)} ms`,
    },
    {
      ...less,
      name: '… all 20 panels of a refresh, one after the other, p95',
      value: many.saw.dashboard.p95,
      unit: 'ms',
      target: 500,
      note: `median ${many.saw.dashboard.p50.toFixed(0)} ms, ${many.saw.late} of ${many.saw.refreshes} overdue`,
    },
    { ...less, name: '… memory of the service', value: many.memoryMb, unit: 'MB' },
  ];
}

async function watched(servers: FilledServers, viewers: number, seconds: number) {
  const { service } = servers;
  const warmMs = 2 * REFRESH_MS;
  const asked: ViewersAsked = {
    url: service.url.href,
    viewers,
    refreshMs: REFRESH_MS,
    warmMs,
    measuredMs: seconds * 1000,
  };
  const script = fileURLToPath(new URL('./viewers.ts', import.meta.url));
  const generator = run(process.execPath, ['--disable-warning=ExperimentalWarning', script, JSON.stringify(asked)], {
    maxBuffer: 1e7,
    timeout: warmMs + seconds * 1000 + 120_000,
  });
  await sleep(warmMs);
  clear(servers);
  const [before, at] = [cpuSeconds(service.pid), performance.now()];
  await sleep(seconds * 1000);
  const cores = (cpuSeconds(service.pid) - before) / ((performance.now() - at) / 1000);
  const { requests } = askedOf(servers);
  const memoryMb = residentMb(service.pid);
  const saw = JSON.parse((await generator).stdout) as ViewersSaw;
  if (saw.problem !== undefined) {
    throw new Error(saw.problem);
  }
  return { saw, cores, requests, memoryMb };
}
