import { expect, it } from 'vitest';
import { createMemory } from './memory.ts';

it('tells changes from repetitions', () => {
  const memory = createMemory();
  expect(memory.changed('mode', 'plan')).toBe(true);
  expect(memory.changed('mode', 'plan')).toBe(false);
  expect(memory.changed('mode', 'default')).toBe(true);
});

it('forgets what was unused for longest, and keeps its bound', () => {
  const memory = createMemory(2);
  memory.changed('a', '');
  memory.changed('b', '');
  memory.changed('a', '');
  memory.changed('c', '');
  expect(memory.changed('a', '')).toBe(false);
  expect(memory.changed('b', '')).toBe(true);
  for (const session of ['x', 'y', 'z']) {
    memory.ignored.add(session);
  }
  expect(['x', 'y', 'z'].filter((session) => memory.ignored.has(session))).toEqual(['y', 'z']);
});
