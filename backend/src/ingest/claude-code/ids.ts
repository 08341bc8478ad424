import { createHash } from 'node:crypto';

/** Longest readable id; what is longer becomes a hash. */
const LONGEST = 160;

/** An event id made of what identifies the event, so that the same event, told again, gets the same id. */
export function eventId(kind: string, ...parts: Array<string | number | undefined>): string {
  const id = `${kind}:${parts.map((part) => part ?? '').join(':')}`;
  return id.length <= LONGEST ? id : `${kind}:${createHash('sha256').update(id).digest('hex').slice(0, 40)}`;
}

/** 16 hex digits for any text. */
export function shortHash(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
