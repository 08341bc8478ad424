import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './channel-path.fixture.json' with { type: 'json' };
import { decodeChannel, encodeChannel, fitsChannel } from './channel-path.ts';

describe('channels as Grafana addresses them', () => {
  it.each(fixture.pairs)('writes and reads $channel', ({ channel, path }) => {
    expect(encodeChannel(channel)).toBe(path);
    expect(decodeChannel(path)).toBe(channel);
  });

  it.each(fixture.noChannels)('has no path for %j', (channel) => {
    expect(encodeChannel(channel)).toBeUndefined();
  });

  it.each(fixture.noPaths)('has no channel for %j', (path) => {
    expect(decodeChannel(path)).toBeUndefined();
  });

  it('reads back whatever it writes, in characters Grafana allows', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom('project', 'run'), id, (kind, name) => {
        const path = encodeChannel(`${kind}/${name}`)!;
        expect(path).toMatch(/^[A-Za-z0-9_.=/-]+$/);
        expect(decodeChannel(path)).toBe(`${kind}/${name}`);
      })
    );
  });

  it('gives a path to one channel only', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_.=/-]{1,40}$/), (path) => {
        const channel = decodeChannel(`run/${path}`);
        expect(channel === undefined || encodeChannel(channel) === `run/${path}`).toBe(true);
      })
    );
  });

  it('counts the whole name', () => {
    expect(fitsChannel('taskmaster', `run/${'a'.repeat(142)}`)).toBe(true);
    expect(fitsChannel('taskmaster', `run/${'a'.repeat(143)}`)).toBe(false);
  });
});
