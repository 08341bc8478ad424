import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type QueryAnswer } from '#contract/frames.ts';
import { casesOf } from '../query/cases.ts';
import { fillStore } from '../query/fill-store.ts';
import { type Plan } from '../query/plan.ts';
import { type Measured, quantile } from '../result.ts';
import { type RunningService, startService } from './running-service.ts';

const DAY_MS = 86_400_000;
const ROUNDS = 20;

/** A data folder with so many events; made once and kept for a day, because ten million take minutes to write. */
function filledStore(events: number): { data: string; plan: Plan } {
  const data = join(tmpdir(), `taskmaster-observability-bench-${events}`);
  const file = join(data, 'plan.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Plan) : undefined;
  if (known && Date.now() - known.now < DAY_MS) {
    return { data, plan: known };
  }
  rmSync(data, { recursive: true, force: true });
  const plan = fillStore(data, events, Date.now(), (text) => process.stderr.write(`${text}\n`));
  writeFileSync(file, JSON.stringify(plan));
  return { data, plan };
}

/** Start to ready, and the time of every query type over HTTP, each in its widest and its usual form. */
export async function storeRows(events: number): Promise<Measured[]> {
  const { data, plan } = filledStore(events);
  const starts: number[] = [];
  let service = await startService(data);
  for (let run = 0; run < 3; run++) {
    await service.stop();
    service = await startService(data);
    starts.push(service.readyMs);
  }
  const rows: Measured[] = [
    {
      name: 'start to ready with that store',
      value: quantile(starts, 0.5),
      unit: 'ms',
      target: 2000,
      better: 'lower',
      note: `median of 3; ${events.toLocaleString('en')} events`,
    },
  ];
  const times = new Map<string, number[]>();
  const body = (one: ReturnType<typeof casesOf>[number]): string => {
    const timeRange = { from: plan.now - one.hours * 3_600_000, to: plan.now };
    return JSON.stringify({
      queries: [{ refId: 'A', queryType: one.queryType, query: one.query, timeRange, maxDataPoints: 1000 }],
    });
  };
  for (let round = -1; round < ROUNDS; round++) {
    for (const one of casesOf(plan)) {
      const took = await timed(service, body(one));
      if (round >= 0) {
        times.set(one.queryType, [...(times.get(one.queryType) ?? []), took]);
      }
    }
  }
  await service.stop();
  for (const [queryType, taken] of times) {
    const note = `median ${quantile(taken, 0.5).toFixed(1)} ms, ${taken.length} answers`;
    rows.push({
      name: `query ${queryType}, p95`,
      value: quantile(taken, 0.95),
      unit: 'ms',
      target: 100,
      better: 'lower',
      note,
    });
  }
  return rows;
}

async function timed(service: RunningService, body: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(new URL('/api/v1/query', service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const answer = await response.text();
  const took = performance.now() - started;
  // Events have fields of that name, too: only the answer's own counts.
  const error = response.ok ? (JSON.parse(answer) as QueryAnswer).results['A']?.error : answer.slice(0, 300);
  if (error !== undefined) {
    throw new Error(`${body}: ${error}`);
  }
  return took;
}
