import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { CHECKPOINT_SCHEMA, type CheckpointContent } from './content.ts';

/**
 * One JSON document: `{"schema":1,"sha256":"…","content":{…}}` and a newline. The checksum is of the bytes of `content` as they stand, so a
 * changed byte anywhere is found, and any JSON reader can look inside.
 */
export function encodeCheckpoint(content: CheckpointContent): Buffer {
  const json = JSON.stringify(content);
  return Buffer.from(`${head(sha256(json))}${json}}\n`);
}

const head = (sum: string) => `{"schema":${CHECKPOINT_SCHEMA},"sha256":"${sum}","content":`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export type DecodedCheckpoint = { ok: true; content: CheckpointContent } | { ok: false; problem: string };

/** Reads a checkpoint, or says in a sentence why it cannot be used. Never throws. */
export function decodeCheckpoint(bytes: Buffer): DecodedCheckpoint {
  const text = bytes.toString('utf8');
  const schema = /^\{"schema":(\d+),/.exec(text)?.[1];
  if (schema !== undefined && Number(schema) > CHECKPOINT_SCHEMA) {
    return {
      ok: false,
      problem: `it was written by a newer version (format ${schema}; this one reads ${CHECKPOINT_SCHEMA}). Update taskmaster-observe`,
    };
  }
  const found = /^\{"schema":1,"sha256":"([0-9a-f]{64})","content":/.exec(text);
  if (!found || !text.endsWith('}\n')) {
    return { ok: false, problem: bytes.length === 0 ? 'it is empty' : 'it is cut off or is no checkpoint' };
  }
  const json = text.slice(found[0].length, -2);
  if (sha256(json) !== found[1]) {
    return { ok: false, problem: 'its checksum does not match its content' };
  }
  return { ok: true, content: JSON.parse(json) as CheckpointContent };
}

/** Writes a file so that it is there whole or not at all, power cut included. */
export async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const temporary = `${file}.tmp`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
