import { LoadingState } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { sayOffline } from './offline.ts';

const silent = { data: [], state: LoadingState.Done };

describe('a browser without a connection', () => {
  it('is named where nothing came, so that no panel blames its source', () => {
    expect(sayOffline(silent, false)).toMatchObject({
      state: LoadingState.Error,
      error: { message: expect.stringMatching(/browser is offline/) as string },
    });
  });

  it('changes no answer that came, no error, and nothing while there is a connection', () => {
    const answers = [silent, { data: [{ fields: [], length: 0 }] }, { data: [], errors: [{ message: 'x' }] }];
    expect(sayOffline(silent, true)).toBe(silent);
    expect(sayOffline(silent, undefined)).toBe(silent);
    for (const answer of answers.slice(1)) {
      expect(sayOffline(answer, false)).toBe(answer);
    }
  });
});
