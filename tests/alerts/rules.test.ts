import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAnswer } from '#contract/frames.ts';
import { Evaluator, type RuleChange } from '../../alerts/evaluator/evaluator.ts';
import { grafanaGroups } from '../../alerts/grafana/files.ts';
import { PROOFS } from '../../alerts/proofs/index.ts';
import { pointsOf } from '../../alerts/proofs/points.ts';
import { type Proof } from '../../alerts/proofs/types.ts';
import { RULES } from '../../alerts/rules/index.ts';
import { seconds } from '../../alerts/seconds.ts';
import { type Duration, type Rule } from '../../alerts/types.ts';
import { storeOptions } from '../../backend/src/config.ts';
import { openStore } from '../../backend/src/store/store.ts';
import { type Store } from '../../backend/src/store/types.ts';
import { testConfig } from '../../backend/src/testing/service.ts';

/**
 * Every rule, as the file for Grafana says it, evaluated with Grafana's own semantics against the real embedded store: quiet,
 * pending, firing, resolved. Each proof has a stretch of time of its own, so that series of the machine do not mix.
 */

const MINUTE = 60_000;
/** No window of a rule reaches from one proof into the one before. */
const APART = 130 * MINUTE;

let store: Store;
const starts = new Map<string, number>();

beforeAll(async () => {
  store = await openStore(storeOptions(testConfig()));
  let start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 6.5 * 24 * 60 * MINUTE;
  for (const proof of PROOFS) {
    starts.set(proof.rule, start);
    const points = pointsOf(proof, start);
    for (let at = 0; at < points.length; at += 4000) {
      await store.record(points.slice(at, at + 4000));
    }
    start += (proof.resolvedAt + 5) * MINUTE + APART;
  }
  expect(start).toBeLessThan(Date.now());
});
afterAll(() => store?.close());

const ask = async (queries: unknown[]) =>
  JSON.parse(Buffer.from(await store.query({ queries })).toString('utf8')) as QueryAnswer;

/** Evaluates some rules from the beginning of a proof to its end; what changed, in minutes of the proof. */
async function play(rules: readonly Rule[], proof: Proof): Promise<RuleChange[]> {
  const groups = grafanaGroups({ rules }).groups;
  const evaluator = new Evaluator(groups, ask);
  const start = starts.get(proof.rule)!;
  const step = seconds(groups[0]!.interval as Duration) / 60;
  const changes: RuleChange[] = [];
  for (let minutes = 5; minutes <= proof.resolvedAt + 4; minutes += step) {
    for (const change of await evaluator.evaluate(start + minutes * MINUTE)) {
      changes.push({ ...change, at: (change.at - start) / MINUTE });
    }
  }
  return changes;
}

describe('proofs', () => {
  it('are there for every rule', () => {
    expect(PROOFS.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id));
  });

  it.each(PROOFS.map((proof) => [proof.rule, proof] as const))('%s fires and resolves', async (id, proof) => {
    const rule = RULES.find((one) => one.id === id)!;
    const changes = await play([rule], proof);
    const steps = changes.map(({ from, to }) => `${from} → ${to}`);
    const pending = rule.for === '0s' ? [] : ['Normal → Pending'];
    expect(steps).toEqual([
      ...pending,
      rule.for === '0s' ? 'Normal → Alerting' : 'Pending → Alerting',
      'Alerting → Normal',
    ]);
    for (const { labels } of changes) {
      expect(labels).toEqual(proof.labels);
    }
    const fired = changes.find(({ to }) => to === 'Alerting')!;
    expect(fired.at).toBeGreaterThanOrEqual(proof.quietUntil);
    expect(fired.at).toBeLessThanOrEqual(proof.firesAt);
    if (pending.length > 0) {
      expect((fired.at - changes[0]!.at) * 60).toBeGreaterThanOrEqual(seconds(rule.for));
    }
    const resolved = changes.at(-1)!;
    expect(resolved.at).toBeGreaterThan(proof.firesAt);
    expect(resolved.at).toBeLessThanOrEqual(proof.resolvedAt);
    // What annotations show is known while it fires.
    for (const refId of rule.moment ? ['T', 'F', 'U'] : []) {
      expect(fired.values[refId]).toBeTypeOf('number');
    }
  });
});

describe('quiet', () => {
  const working = RULES.filter(({ condition }) => 'W' in condition.terms);

  it.each(working.map((rule) => [rule.id, rule] as const))('%s is, where nobody works', async (id, rule) => {
    const proof = PROOFS.find((one) => one.rule === id)!;
    const idle: typeof ask = async (queries) => {
      const answer = await ask(queries);
      queries.forEach((query, index) => {
        const { query: inner } = query as { query: { metric: string } };
        const frame = answer.results[`q${index}`]?.frames?.[0];
        if (inner.metric === 'taskmaster_active_runs' && frame?.data.values[0]) {
          frame.data.values[0] = [0];
        }
      });
      return answer;
    };
    const evaluator = new Evaluator(grafanaGroups({ rules: [rule] }).groups, idle);
    const start = starts.get(id)!;
    for (let minutes = 5; minutes < proof.resolvedAt; minutes += 1) {
      expect(await evaluator.evaluate(start + minutes * MINUTE)).toEqual([]);
    }
  });

  it('is every rule without any data, and one alone where nothing answers', async () => {
    const nothing = new Evaluator(grafanaGroups().groups, ask);
    const now = starts.get('stuck')! - 24 * 60 * MINUTE;
    for (let at = 0; at < 10; at += 1) {
      expect(await nothing.evaluate(now + at * MINUTE)).toEqual([]);
    }
    const failing = new Evaluator(grafanaGroups().groups, (queries) =>
      Promise.resolve({
        results: Object.fromEntries(
          queries.map(({ refId }) => [String(refId), { status: 502, error: 'The service does not answer.' }])
        ),
      } as unknown as QueryAnswer)
    );
    const uids = new Set<string>();
    for (let at = 0; at < 10; at += 1) {
      for (const { uid, to } of await failing.evaluate(now + at * MINUTE)) {
        expect(['Pending', 'Alerting']).toContain(to);
        uids.add(uid);
      }
    }
    expect([...uids]).toEqual(['taskmaster-service-unavailable']);
    expect(failing.firing()).toHaveLength(1);
  });
});
