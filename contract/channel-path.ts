/**
 * Channels of the service as Grafana Live addresses them: `ds/<uid>/<path>`. Grafana allows only `A-Z a-z 0-9 _ - . = /`
 * in a path and 160 characters in all, so every other byte of an id (UTF-8) is written `=XX`, two upper-case hex digits.
 * The Go executable has the same pair; both are tested on `channel-path.fixture.json`.
 */

/** Most characters of a whole channel name in Grafana, `ds/<uid>/` included. */
export const MOST_CHANNEL_CHARACTERS = 160;

const PLAIN = /^[A-Za-z0-9_.-]$/;
/** A path that `encodeChannel` can have written. */
const PATH = /^(projects|(project|run)\/((?:[A-Za-z0-9_.-]|=[0-9A-F]{2})+))$/;

function encodeId(id: string): string {
  return [...new TextEncoder().encode(id)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return PLAIN.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function decodeId(text: string): string | undefined {
  const bytes = [...text.matchAll(/=([0-9A-F]{2})|(.)/g)].map(([, hex, plain]) =>
    hex === undefined ? plain!.charCodeAt(0) : Number.parseInt(hex, 16)
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return undefined; // bytes that are no UTF-8
  }
}

/** The path of a channel of the service (`projects`, `project/<id>`, `run/<id>`); undefined for any other name. */
export function encodeChannel(channel: string): string | undefined {
  if (channel === 'projects') {
    return channel;
  }
  const slash = channel.indexOf('/');
  const kind = channel.slice(0, Math.max(slash, 0));
  const id = channel.slice(slash + 1);
  return (kind === 'project' || kind === 'run') && id !== '' ? `${kind}/${encodeId(id)}` : undefined;
}

/** The service's channel a path stands for; undefined for a path `encodeChannel` does not write. */
export function decodeChannel(path: string): string | undefined {
  const [, whole, kind, text] = PATH.exec(path) ?? [];
  if (kind === undefined || text === undefined) {
    return whole;
  }
  const id = decodeId(text);
  // One channel, one path: `=41` says the same as `A`, and is not taken.
  return id !== undefined && encodeId(id) === text ? `${kind}/${id}` : undefined;
}

/** Whether Grafana takes the channel of this datasource: its whole name has to fit. */
export function fitsChannel(uid: string, path: string): boolean {
  return `ds/${uid}/${path}`.length <= MOST_CHANNEL_CHARACTERS;
}
