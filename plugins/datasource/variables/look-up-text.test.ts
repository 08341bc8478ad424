import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOOK_UP_FUNCTIONS, type LookUp, type LookUpFunction, parseLookUp, writeLookUp } from './look-up-text.ts';

describe('look-ups as text', () => {
  it.each<[string, LookUp]>([
    ['projects()', { name: 'projects', parameters: {} }],
    [' runs( $project ) ', { name: 'runs', parameters: { project: '$project' } }],
    ['tasks(${run:raw})', { name: 'tasks', parameters: { run: '${run:raw}' } }],
    ['tasks(project=$project, tag=master)', { name: 'tasks', parameters: { project: '$project', tag: 'master' } }],
    ['label_values(model)', { name: 'label_values', parameters: { label: 'model' } }],
    [
      'label_values(claude_code.token.usage, type)',
      { name: 'label_values', parameters: { metric: 'claude_code.token.usage', label: 'type' } },
    ],
    ['label_values("a, \\"b\\"", c)', { name: 'label_values', parameters: { metric: 'a, "b"', label: 'c' } }],
    ['tasks(, )', { name: 'tasks', parameters: {} }],
    ['runs()', { name: 'runs', parameters: {} }],
  ])('reads %s', (text, expected) => {
    const read = parseLookUp(text);
    if ('problem' in read) {
      expect(read.problem).toMatch(/not understood/);
      expect(text).toBe('tasks(, )');
    } else {
      expect(read).toEqual(expected);
    }
  });

  it.each([
    ['nonsense', /is no look-up\. Known are projects\(\), tags\(project\)/],
    ['colours()', /is no look-up/],
    ['projects(a)', /"a" is not understood\. Write projects\(\) without values/],
    ['runs(a, b)', /"b" is not understood\. Write runs\(project\)/],
    ['runs(colour=red)', /"colour" is not understood/],
    ['runs("a)', /cannot be read/],
  ])('refuses %s in a sentence', (text, problem) => {
    expect(parseLookUp(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('reads back what it writes', () => {
    const name = fc.constantFrom(...(Object.keys(LOOK_UP_FUNCTIONS) as LookUpFunction[]));
    const value = fc
      .string({ minLength: 1, maxLength: 20 })
      .map((one) => one.trim())
      .filter(Boolean);
    const parameters = fc.record(
      { project: value, tag: value, run: value, metric: value, label: value, service: value },
      { requiredKeys: [] }
    );
    fc.assert(
      fc.property(name, parameters, (one, given) => {
        const lookUp = { name: one, parameters: { ...given } };
        expect(parseLookUp(writeLookUp(lookUp))).toEqual(lookUp);
      })
    );
  });
});
