import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

/**
 * OpenSearch's lifecycle policies by schema, for no registry has a build of it with its index management plugin: the parts of
 * a policy that ours use, as that plugin documents them (policies: states, actions, transitions, conditions).
 */

const age = { type: 'string', pattern: '^[1-9][0-9]*(d|h|m|s|ms|micros|nanos)$' };
const size = { type: 'string', pattern: '^[1-9][0-9]*(b|kb|mb|gb|tb|pb)$' };
const only = (properties: Record<string, unknown>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const list = (items: unknown) => ({ type: 'array', items });
const name = { type: 'string', minLength: 1 };

const rollover = only({
  min_index_age: age,
  min_size: size,
  min_primary_shard_size: size,
  min_doc_count: { type: 'integer', minimum: 1 },
});
const action = { ...only({ rollover, delete: only({}) }), minProperties: 1, maxProperties: 1 };
const conditions = only({
  min_index_age: age,
  min_rollover_age: age,
  min_size: size,
  min_doc_count: { type: 'integer' },
});
const state = only(
  { name, actions: list(action), transitions: list(only({ state_name: name, conditions }, ['state_name'])) },
  ['name', 'actions', 'transitions']
);
const template = only({ index_patterns: list(name), priority: { type: 'integer', minimum: 0 } }, ['index_patterns']);
const POLICY = only(
  {
    policy: only({ description: name, default_state: name, ism_template: list(template), states: list(state) }, [
      'description',
      'default_state',
      'states',
    ]),
  },
  ['policy']
);

interface Policy {
  policy: {
    default_state: string;
    ism_template: Array<{ index_patterns: string[] }>;
    states: Array<{
      name: string;
      actions: object[];
      transitions: Array<{ state_name: string; conditions?: { min_rollover_age?: string } }>;
    }>;
  };
}

describe.each([
  ['debug', '7d'],
  ['info', '30d'],
  ['error', '90d'],
])('lines of taskmaster-logs-%s', (level, kept) => {
  const file = new URL(`../../deploy/elasticsearch/ism-${level}.json`, import.meta.url);
  const whole = JSON.parse(readFileSync(file, 'utf8')) as Policy;

  it('have a policy that is well formed, and no other would pass', () => {
    const check = new Ajv({ strict: false }).compile(POLICY);
    expect(check(whole), JSON.stringify(check.errors)).toBe(true);
    expect(check({ policy: { ...whole.policy, default: 'x' } })).toBe(false);
    expect(
      check({ policy: { ...whole.policy, states: [{ name: 'x', actions: [{ rollover: { age: '1d' } }] }] } })
    ).toBe(false);
  });

  it(`are deleted ${kept} after their index was closed to new ones, and only they`, () => {
    const { default_state: begin, states, ism_template: templates } = whole.policy;
    const of = (wanted: string | undefined) => states.find((one) => one.name === wanted);
    const [next] = of(begin)?.transitions ?? [];
    expect(next?.conditions).toEqual({ min_rollover_age: kept });
    expect(of(begin)?.actions.some((one) => 'rollover' in one)).toBe(true);
    expect(of(next?.state_name)?.actions).toEqual([{ delete: {} }]);
    expect(templates.flatMap(({ index_patterns: patterns }) => patterns)).toEqual([`taskmaster-logs-${level}*`]);
  });
});
