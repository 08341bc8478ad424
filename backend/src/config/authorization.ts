import { type Place } from './address.ts';
import { ConfigError } from './error.ts';
import { sendable } from './headers.ts';

/** What a server may be given to know us by. */
interface Credentials {
  user?: string;
  password?: string;
  passwordFile?: string;
  bearerToken?: string;
  bearerTokenFile?: string;
}

/** The header `Authorization`, secrets read from their files; `within`: what the address had. Throws `ConfigError`. */
export function authorizationOf(
  given: Credentials,
  within: { user: string; password: string } | undefined,
  place: Place,
  read: (file: string) => string
): string | undefined {
  const secret = (name: 'passwordFile' | 'bearerTokenFile'): string | undefined => {
    const file = given[name];
    const text = file === undefined ? undefined : read(file).trim();
    if (text === '') {
      throw new ConfigError(`The file of “${place.setting}.${name}” in ${place.where} is empty.`);
    }
    return text;
  };
  const bearer = secret('bearerTokenFile') ?? given.bearerToken;
  const user = given.user ?? within?.user ?? '';
  const password = secret('passwordFile') ?? given.password ?? within?.password ?? '';
  if (password !== '' && user === '') {
    throw new ConfigError(`“${place.setting}” in ${place.where} has a password, but no user: add “user”.`);
  }
  if (user.includes(':')) {
    throw new ConfigError(
      `The user of “${place.setting}” in ${place.where} has a “:”, which ends a user’s name where it is sent.`
    );
  }
  if (bearer !== undefined) {
    return `Bearer ${sendable(bearer, `The token of “${place.setting}” in ${place.where}`)}`;
  }
  return user === '' ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
