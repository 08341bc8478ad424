import { expect, it } from 'vitest';
import { flatFields } from './flat.ts';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));

it('objects within objects become names with dots; lists stay, what is null is not there', () => {
  const { fields, cut } = flatFields({ a: { b: { c: 1 }, 'd.e': [{ x: 1 }] }, f: null });
  expect([...fields]).toEqual([
    ['a.b.c', 1],
    ['a.d.e', [{ x: 1 }]],
  ]);
  expect(cut).toBe(false);
});

it('a line with too many fields keeps the first, and when, what and whose it is', () => {
  const { fields, cut } = flatFields({
    ...many(1000),
    '@timestamp': 5,
    body: { text: 'hello' },
    resource: { attributes: { 'service.name': 'agent' } },
    'attributes.session': { id: 's' },
    other: 1,
  });
  expect(cut).toBe(true);
  expect([...fields].slice(1000)).toEqual([
    ['@timestamp', 5],
    ['body.text', 'hello'],
    ['attributes.session.id', 's'],
    ['resource.attributes.service.name', 'agent'],
  ]);
  expect(flatFields(many(1000)).cut).toBe(false);
});

it('a name longer than any is left out', () => {
  const { fields, cut } = flatFields({ a: 1, ['x'.repeat(900)]: { ['y'.repeat(200)]: 1 } });
  expect([...fields.keys()]).toEqual(['a']);
  expect(cut).toBe(true);
});
