import { Redis } from 'ioredis';
import { type RedisAddress } from './redis-address.ts';

const RETRY_MS = [100, 250, 500, 1_000, 2_000];

/**
 * A connection that is made anew as often as it is lost; what is asked of it meanwhile waits.
 * @param onState told in a sentence when it is lost, and undefined when it is there again
 */
export function connectRedis(
  { url, shown }: RedisAddress,
  onState: (problem: string | undefined) => void = () => {}
): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => RETRY_MS[Math.min(times, RETRY_MS.length) - 1]!,
    connectTimeout: 5_000,
    keepAlive: 10_000,
  });
  redis.on('error', (error: NodeJS.ErrnoException) => {
    const why = error.code ?? error.message.split('\n')[0];
    onState(`Redis at ${shown} does not answer (${why}). It goes on by itself when Redis does.`);
  });
  redis.on('ready', () => onState(undefined));
  return redis;
}
