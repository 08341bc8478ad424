import { createHmac } from 'node:crypto';
import { sameSecret } from '../util/compare.ts';

/** What a log-in may do: read and ingest, or control as well. */
export type Level = 'read' | 'control';

/** A cookie value that says who logged in and until when, sealed with a key only the service knows. */
export function sealCookie(level: Level, expiresAt: number, key: string): string {
  const body = `${level}.${expiresAt}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

/** The level of a sealed cookie; undefined where it is forged, damaged or too old. */
export function openCookie(value: string, key: string, now: number): Level | undefined {
  const [level, expires, seal] = value.split('.');
  if ((level !== 'read' && level !== 'control') || !expires || !seal) {
    return undefined;
  }
  const expected = createHmac('sha256', key).update(`${level}.${expires}`).digest('base64url');
  return sameSecret(seal, expected) && Number(expires) > now ? level : undefined;
}
