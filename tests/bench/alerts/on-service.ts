import { Agent, request } from 'node:http';
import { queriesAt } from '../../../alerts/evaluator/evaluation.ts';
import { grafanaGroups } from '../../../alerts/grafana/files.ts';
import { type GrafanaRule } from '../../../alerts/grafana/rule.ts';
import { type Measured, quantile } from '../result.ts';
import { type RunningService } from '../service/running-service.ts';
import { shares } from './cpu.ts';

const ROUNDS = 20;
const RULES = 200;
const EVERY_MS = 10_000;

const agent = new Agent({ keepAlive: true });

/** The rule set asked of the service as Grafana does: each query of each rule is a request of its own. */
export async function serviceRows(service: RunningService, seconds: number): Promise<Measured[]> {
  const rules = grafanaGroups().groups.flatMap((group) => group.rules);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    for (const rule of rules) {
      await askAll(service.url, rule);
    }
    times.push(performance.now() - began);
  }
  const queries = rules.reduce((sum, rule) => sum + queriesAt(rule, 0).length, 0);
  const [idle] = await shares([service.pid], Math.max(10, seconds / 2));
  const many = Array.from({ length: RULES }, (_, at) => rules[at % rules.length]!);
  let on = true;
  const asking = many.map(async (rule, at) => {
    await pause((EVERY_MS * at) / RULES); // Grafana spreads rules over their interval
    while (on) {
      const next = pause(EVERY_MS);
      await askAll(service.url, rule);
      await next;
    }
  });
  await pause(EVERY_MS);
  const [busy] = await shares([service.pid], seconds);
  on = false;
  await Promise.all(asking);
  return [
    {
      name: 'whole rule set, asked of the service',
      value: quantile(times, 0.5),
      unit: 'ms',
      target: 1000,
      better: 'lower',
      note: `${rules.length} rules, ${queries} queries one after the other, median of ${ROUNDS}; slowest ${Math.round(Math.max(...times))} ms`,
    },
    {
      name: '200 rules every 10 s, service',
      value: busy! - idle!,
      unit: '% of a core',
      target: 10,
      better: 'lower',
      note: `over the ${idle!.toFixed(1)} % it takes without`,
    },
  ];
}

async function askAll(url: URL, rule: GrafanaRule): Promise<void> {
  await Promise.all(queriesAt(rule, Date.now()).map((query) => post(url, { queries: [query] })));
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function post(url: URL, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL('/api/v1/query', url),
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`The service answered ${answer.statusCode}`))
        );
      }
    );
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}
