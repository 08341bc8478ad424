import { describe, expect, it } from 'vitest';
import { autonomyOf, type SessionFacts } from './autonomy.ts';
import { memoryBoundBytes } from './memory-bound.ts';
import { isStuck } from './stuck.ts';

const session: SessionFacts = {
  prompts: 1,
  turns: 0,
  interruptions: 0,
  decisionsAuto: 0,
  decisionsHuman: 0,
  decisionsRejected: 0,
  blockedMs: 0,
};
const valuesOf = (...args: Parameters<typeof autonomyOf>) => {
  const { components, score } = autonomyOf(...args);
  return { ...Object.fromEntries(components.map(({ name, value }) => [name, value])), score };
};

describe('autonomy', () => {
  it('is null without sessions', () => {
    expect(valuesOf([], [])).toEqual({
      turnTime: null,
      autoApproved: null,
      interruptions: null,
      interventions: null,
      score: null,
    });
  });

  it('is 0.5 in every component at the published figures', () => {
    const facts = {
      ...session,
      prompts: 4.3 - 0.09,
      turns: 1,
      interruptions: 0.09,
      decisionsAuto: 1,
      decisionsHuman: 0,
    };
    expect(valuesOf([facts], [45_000])).toMatchObject({ turnTime: 0.5, interruptions: 0.5, interventions: 0.5 });
    expect(valuesOf([{ ...session, decisionsAuto: 5, decisionsHuman: 4, decisionsRejected: 1 }], [])).toMatchObject({
      autoApproved: 0.5,
    });
  });

  it('is 1 where nobody stepped in, and the score is the mean of what is known', () => {
    const alone = { ...session, turns: 3, decisionsAuto: 20 };
    expect(valuesOf([alone], [45 * 60_000])).toEqual({
      turnTime: 1,
      autoApproved: 1,
      interruptions: 1,
      interventions: 1,
      score: 1,
    });
    expect(valuesOf([{ ...session, prompts: 1 }], [])).toMatchObject({
      interventions: 1,
      autoApproved: null,
      score: 1,
    });
  });
});

describe('isStuck', () => {
  const rule = { factor: 3, afterMs: 15 };
  it.each([
    ['a silent agent', { silentMs: 16, expectedMs: undefined, sessionAlive: true }, true],
    ['an agent that gave a sign', { silentMs: 15, expectedMs: 1, sessionAlive: true }, false],
    ['nobody at work, long over what is expected', { silentMs: 31, expectedMs: 10, sessionAlive: false }, true],
    ['nobody at work, within what is expected', { silentMs: 29, expectedMs: 10, sessionAlive: false }, false],
    ['nobody at work, nothing expected', { silentMs: 1e9, expectedMs: undefined, sessionAlive: false }, false],
    ['no sign ever', { silentMs: undefined, expectedMs: 1, sessionAlive: true }, false],
  ])('%s', (_what, signs, expected) => {
    expect(isStuck(signs, rule)).toBe(expected);
  });
});

describe('memoryBoundBytes', () => {
  it('grows with the root of the number of tasks', () => {
    expect(memoryBoundBytes(100, 1024)).toBe(10_240);
    expect(memoryBoundBytes(0, 1024)).toBe(0);
  });
});
