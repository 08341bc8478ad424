import { describe, expect, it } from 'vitest';
import { redisAddress } from './redis-address.ts';

describe('the address of a Redis', () => {
  it('is shown without user, password and query', () => {
    const { url, shown } = redisAddress('rediss://me:p%40ss@host.example:6380/2?family=6', {});
    expect(url).toContain('p%40ss');
    expect(shown).toBe('rediss://host.example:6380/2');
  });

  it('takes the password from the environment where it has none', () => {
    const env = { TASKMASTER_REDIS_PASSWORD: 'a b/c' };
    expect(new URL(redisAddress('redis://host:1', env).url).password).toBe('a%20b%2Fc');
    expect(new URL(redisAddress('redis://:own@host:1', env).url).password).toBe('own');
  });

  it('is refused without repeating it', () => {
    for (const text of ['secret', 'http://:secret@host', 'redis://:secret@']) {
      expect(() => redisAddress(text, {})).toThrow(/^(?!.*secret).*redis:\/\/host:6379/);
    }
  });
});
