import { expect, it } from 'vitest';
import { heldUpBy } from './held-up-by.ts';

it('names what a task waits for, and the mark where it waits for nothing', () => {
  expect(heldUpBy(['5', '6.1'])).toBe('for 5, 6.1');
  expect(heldUpBy([])).toBe('marked blocked in the task file');
  expect(heldUpBy(undefined)).toBe('marked blocked in the task file');
});
