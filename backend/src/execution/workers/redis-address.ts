/** Where a Redis is. The address with its password stays in memory: what is logged, kept and shown is `shown`. */
export interface RedisAddress {
  url: string;
  /** Without user, password and query. */
  shown: string;
}

/** Holds the password of Redis, where it does not stand in the address. */
export const PASSWORD_VARIABLE = 'TASKMASTER_REDIS_PASSWORD';

const SCHEMES = new Set(['redis:', 'rediss:']);

/**
 * Reads the address of a Redis. The password may come from `PASSWORD_VARIABLE` instead: what stands on a command line can be
 * read by everybody on the machine.
 * @throws Error a sentence, without the text itself: it may hold a password
 */
export function redisAddress(text: string, env: NodeJS.ProcessEnv = process.env): RedisAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error('--workers expects the address of a Redis such as redis://host:6379/0.');
  }
  if (!SCHEMES.has(url.protocol) || url.hostname === '') {
    throw new Error('--workers expects the address of a Redis such as redis://host:6379/0, or rediss:// for TLS.');
  }
  if (url.password === '' && env[PASSWORD_VARIABLE]) {
    url.password = encodeURIComponent(env[PASSWORD_VARIABLE]);
  }
  const shown = `${url.protocol}//${url.hostname}${url.port ? `:${url.port}` : ''}${url.pathname === '/' ? '' : url.pathname}`;
  return { url: url.href, shown };
}
