import { type QueryAnswer } from '#contract/frames.ts';
import { type Duration } from '../types.ts';
import { type GrafanaRule } from '../grafana/rule.ts';
import { type Ask, evaluateAnswers, queriesAt } from './evaluation.ts';
import { type Change, RuleStates } from './states.ts';

/** Queries of a request, at most. */
const MOST_QUERIES = 100;

export interface RuleChange extends Change {
  uid: string;
}

interface Group {
  interval: string;
  rules: readonly GrafanaRule[];
}

/** Evaluates groups of rules as Grafana does, against whatever answers queries. The clock is the caller's. */
export class Evaluator {
  readonly #rules: Array<{ rule: GrafanaRule; states: RuleStates }>;
  readonly #ask: Ask;

  constructor(groups: readonly Group[], ask: Ask) {
    this.#ask = ask;
    this.#rules = groups.flatMap(({ rules, interval }) =>
      rules.map((rule) => ({ rule, states: new RuleStates(rule, interval as Duration) }))
    );
  }

  /** Evaluates every rule once; answers with what changed. The same query of several rules is asked once. */
  async evaluate(now: number): Promise<RuleChange[]> {
    const wanted = new Map<string, Record<string, unknown>>();
    const keys = this.#rules.map(({ rule }) =>
      queriesAt(rule, now).map(({ refId, ...query }) => {
        const text = JSON.stringify(query);
        wanted.set(text, query);
        return { refId, text };
      })
    );
    const answers = await this.#answers(wanted);
    return this.#rules.flatMap(({ rule, states }, index) => {
      const results = Object.fromEntries(keys[index]!.map(({ refId, text }) => [refId, answers.get(text)!]));
      return states.process(evaluateAnswers(rule, { results }), now).map((change) => ({ ...change, uid: rule.uid }));
    });
  }

  /** Uids and labels of what fires. */
  firing(): Array<{ uid: string; labels: Readonly<Record<string, string>>; values: Record<string, number | null> }> {
    return this.#rules.flatMap(({ rule, states }) =>
      states.firing().map(({ labels, values }) => ({ uid: rule.uid, labels, values }))
    );
  }

  async #answers(wanted: ReadonlyMap<string, Record<string, unknown>>) {
    const answers = new Map<string, QueryAnswer['results'][string]>();
    const all = [...wanted];
    for (let at = 0; at < all.length; at += MOST_QUERIES) {
      const part = all.slice(at, at + MOST_QUERIES);
      const { results } = await this.#ask(part.map(([, query], index) => ({ refId: `q${index}`, ...query })));
      part.forEach(([text], index) => answers.set(text, results[`q${index}`]!));
    }
    return answers;
  }
}
