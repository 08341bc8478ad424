/**
 * Time of every query type over a large store, asked in this process of the code the reader threads run, encoding included:
 * `node tests/bench/query.ts [--events 10000000] [--data DIR] [--only TYPE] [--cold] [--cases] [--cpu] [--json]`.
 * The folder is filled when it is empty, and kept. `--cpu` counts processor time instead of elapsed time, for a busy machine. `--cold` forgets computed states before each query, as after a change.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { QUERY_TYPES } from '#contract/queries.ts';
import { answerQuery } from '../../backend/src/query/answer.ts';
import { DEFAULT_QUERY_OPTIONS, type QueryContext } from '../../backend/src/query/context.ts';
import { openTelemetryReader } from '../../backend/src/telemetry/embedded/index.ts';
import { type Case, casesOf } from './query/cases.ts';
import { fillStore } from './query/fill-store.ts';
import { type Plan } from './query/plan.ts';
import { machine, quantile, report } from './result.ts';

const TARGET_MS = 100;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    data: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    cold: { type: 'boolean' },
    cases: { type: 'boolean' },
    cpu: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});

const dataDir = values.data ?? join(tmpdir(), `taskmaster-observability-bench-${values.events}`);
const planFile = join(dataDir, 'plan.json');
const say = (text: string) => process.stderr.write(`${text}\n`);
if (!existsSync(planFile)) {
  writeFileSync(planFile, JSON.stringify(fillStore(dataDir, Number(values.events), Date.now(), say)));
}
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;

const db = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true, timeout: 5000 });
db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY');
const telemetry = openTelemetryReader({ dataDir });
const { metrics, traces, logs } = telemetry;
const shared: QueryContext = { db, metrics, traces, logs, now: () => plan.now, options: DEFAULT_QUERY_OPTIONS };

/** Milliseconds that only grow. */
function clock(): number {
  if (!values.cpu) {
    return performance.now();
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function time({ queryType, query, hours }: Case): Promise<number> {
  if (values.cold) {
    // A change of one's own makes earlier states invalid, exactly as a commit of the writer does.
    db.exec('PRAGMA query_only = OFF; CREATE TEMP TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)');
  }
  const timeRange = { from: plan.now - hours * 3_600_000, to: plan.now };
  const began = clock();
  const answer = await answerQuery(
    { queries: [{ refId: 'A', queryType, query, timeRange, maxDataPoints: 1000 }] },
    shared
  );
  new TextEncoder().encode(JSON.stringify(answer));
  const took = clock() - began;
  if (answer.results['A']?.error) {
    throw new Error(`${queryType} ${JSON.stringify(query)}: ${answer.results['A'].error}`);
  }
  return took;
}

const rounds = Number(values.rounds);
const cases = casesOf(plan).filter(({ queryType }) => !values.only || queryType === values.only);
const times = new Map<Case, number[]>(cases.map((one) => [one, []]));
for (let round = -1; round < rounds; round += 1) {
  for (const one of cases) {
    const took = await time(one);
    // The first round only warms the caches of the file system and the compiler.
    if (round >= 0) {
      times.get(one)!.push(took);
    }
  }
}

if (!values.json) {
  process.stdout.write(
    `${machine()}; ${values.events} events, ${plan.tasks} tasks${values.cold ? ', states computed anew' : ''}${values.cpu ? ', processor time' : ''}\n\n`
  );
}
const suffix = values.cold ? ' (after a change)' : '';
for (const queryType of QUERY_TYPES) {
  const own = cases.filter((one) => one.queryType === queryType);
  const all = own.flatMap((one) => times.get(one)!);
  if (all.length > 0) {
    const note = `p50 ${quantile(all, 0.5).toFixed(1)} ms over ${own.length} kinds of question`;
    report(
      {
        name: `query ${queryType} p95${suffix}`,
        value: quantile(all, 0.95),
        unit: 'ms',
        target: TARGET_MS,
        better: 'lower',
        note,
      },
      values.json ?? false
    );
  }
  for (const one of values.cases ? own : []) {
    const list = times.get(one)!;
    say(
      `  ${JSON.stringify(one.query)} ${one.hours} h: p50 ${quantile(list, 0.5).toFixed(1)}, p95 ${quantile(list, 0.95).toFixed(1)} ms`
    );
  }
}
telemetry.close();
db.close();
