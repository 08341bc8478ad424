import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';

/**
 * Records on their way: a file each, in a folder named for the door they go through. The service that runs on the data folder takes them as
 * they appear, or when it starts; a service elsewhere is sent them.
 */
export const OUTBOX_DOORS = ['events', 'otlp-traces'] as const;
export type OutboxDoor = (typeof OUTBOX_DOORS)[number];

/** What the service that runs on a data folder takes by itself. */
export const ownOutbox = (dataDir: string): string => join(dataDir, 'outbox');

/** What waits for a service elsewhere. */
export const outboxFor = (dataDir: string, url: string): string =>
  join(dataDir, 'outbox-elsewhere', encodeURIComponent(url));

/** Most files of a door kept for a service that never comes; the oldest go first. */
const MOST_KEPT = 10_000;

/** Puts a body where it is taken from. @throws where the folder cannot be written */
export function keep(outbox: string, door: OutboxDoor, body: unknown): void {
  const folder = join(outbox, door);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${ulid()}.json`);
  writeFileSync(`${file}.tmp`, JSON.stringify(body), { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
  for (const old of waitingIn(outbox, door).slice(0, -MOST_KEPT)) {
    rmSync(old, { force: true });
  }
}

/** Files that wait, oldest first. */
function waitingIn(outbox: string, door: OutboxDoor): string[] {
  const folder = join(outbox, door);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return []; // nothing was kept yet
  }
}

/** Sends what waits, oldest first, and removes what was taken; true where nothing is left. Stops at the first that is not taken. */
export async function sendKept(
  outbox: string,
  send: (door: OutboxDoor, body: string) => Promise<boolean>
): Promise<boolean> {
  for (const door of OUTBOX_DOORS) {
    for (const file of waitingIn(outbox, door)) {
      let body: string;
      try {
        body = readFileSync(file, 'utf8');
      } catch {
        continue; // taken meanwhile
      }
      if (!(await send(door, body))) {
        return false;
      }
      rmSync(file, { force: true });
    }
  }
  return true;
}
