import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';
import { tailOf } from '../process/output.ts';
import { type RunFact, type RunRecord } from '../state/records.ts';

/**
 * The log of a run: one record a line, `<crc32 of the rest, 8 hex digits> <JSON>`. A record is in the system's hands when `append`
 * returns, so it survives the end of this process however it comes; it is on disk, so that it survives a power cut, when
 * `settled` resolves (records of the same moment share one fdatasync).
 */
export class RunLog {
  readonly #file: string;
  readonly #fd: number;
  readonly #now: () => number;
  #seq: number;
  #dirty = false;
  #syncing: Promise<void> | undefined;

  private constructor(file: string, fd: number, seq: number, now: () => number) {
    this.#file = file;
    this.#fd = fd;
    this.#seq = seq;
    this.#now = now;
  }

  /** Opens or begins a log. A line that was being written when its process died is cut off. */
  static open(file: string, now: () => number = Date.now): { log: RunLog; records: RunRecord[]; cut: number } {
    const { records, goodBytes, bytes } = readRunLog(file);
    if (goodBytes < bytes) {
      truncateSync(file, goodBytes);
    }
    const fd = openSync(file, 'a', 0o600);
    return { log: new RunLog(file, fd, records.at(-1)?.seq ?? 0, now), records, cut: bytes - goodBytes };
  }

  get seq(): number {
    return this.#seq;
  }

  /** Never goes back: a clock that is put back makes no record that is older than the one before it. */
  append(fact: RunFact, seqAtLeast = 0): RunRecord {
    const record = { seq: Math.max(this.#seq, seqAtLeast) + 1, at: this.#now(), ...fact } as RunRecord;
    const json = JSON.stringify(record);
    const line = Buffer.from(`${checksum(json)} ${json}\n`);
    const { size } = fstatSync(this.#fd);
    try {
      for (let at = 0; at < line.length;) {
        at += writeSync(this.#fd, line, at);
      }
    } catch (error) {
      ftruncateSync(this.#fd, size); // a full disk takes a part of a line: what comes after it could not be read
      throw error;
    }
    this.#seq = record.seq;
    this.#dirty = true;
    return record;
  }

  /** Resolves when everything appended before the call is on disk. */
  async settled(): Promise<void> {
    while (this.#dirty || this.#syncing) {
      this.#syncing ??= this.#sync();
      await this.#syncing;
    }
  }

  async #sync(): Promise<void> {
    this.#dirty = false;
    try {
      await new Promise<void>((resolve, reject) => {
        fdatasync(this.#fd, (error) => (error ? reject(error) : resolve()));
      });
    } catch (error) {
      this.#dirty = true; // it is tried again
      throw error;
    } finally {
      this.#syncing = undefined;
    }
  }

  get file(): string {
    return this.#file;
  }

  close(): void {
    fdatasyncSync(this.#fd);
    closeSync(this.#fd);
  }
}

/** Records up to the first line that is not whole. @throws where the file cannot be read; a missing one is an empty log */
export function readRunLog(file: string): { records: RunRecord[]; goodBytes: number; bytes: number } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { records: [], goodBytes: 0, bytes: 0 };
    }
    throw error;
  }
  const records: RunRecord[] = [];
  let goodBytes = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, goodBytes)) {
    const line = bytes.toString('utf8', goodBytes, end);
    const record = readLine(line);
    if (!record || record.seq <= (records.at(-1)?.seq ?? 0)) {
      break;
    }
    records.push(record);
    goodBytes = end + 1;
  }
  return { records, goodBytes, bytes: bytes.length };
}

const LAST_BYTES = 64 * 1024;

/** Place of the last whole record among the last 64 KB of a log, without reading the rest; Infinity where that cannot tell. */
export function lastSeq(file: string): number {
  const lines = tailOf(file, LAST_BYTES).split('\n');
  const last = lines.slice(0, -1).findLast((line) => readLine(line) !== undefined);
  return last === undefined ? Infinity : readLine(last)!.seq;
}

function readLine(line: string): RunRecord | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) {
    return undefined;
  }
  return JSON.parse(json) as RunRecord;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
