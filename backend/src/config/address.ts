import { ConfigError } from './error.ts';

/** Names a setting in sentences. */
export interface Place {
  /** `engines.metrics`, say. */
  setting: string;
  /** Where it is given: the file, the environment. */
  where: string;
}

/** A base address, to which paths are added; throws a `ConfigError` that shows nothing of it: it may hold secrets. */
export function baseAddress(text: string, { setting, where }: Place, { secrets }: { secrets: string }): URL {
  const named = `The setting “${setting}” in ${where}`;
  if (/[?#]/.test(text)) {
    throw new ConfigError(
      `${named} has a “?” or “#”, and what follows would not be sent. Secrets go into ${secrets}; in a password write %3F and %23.`
    );
  }
  const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
  if (!url) {
    throw new ConfigError(
      `${named} is no address; expected http:// or https:// with a host, and a port (up to 65535) and path where needed.`
    );
  }
  return url;
}

/** User and password of an address, which go out of it; undefined where it has none. */
export function takeCredentials(url: URL, { setting, where }: Place): { user: string; password: string } | undefined {
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') {
    return undefined;
  }
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw new ConfigError(
      `The setting “${setting}” in ${where} has a “%” in its user or password that stands for no letter: write it as %25, or use “user” and “password”.`
    );
  }
}
