import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface FoundObject {
  oid: string;
  content: Buffer;
}

/** One long-lived `git cat-file --batch`: contents of many versions without a process for each. */
export class CatFile {
  readonly #child: ChildProcessWithoutNullStreams;
  #chunks: Buffer[] = [];
  #length = 0;
  #waiting: { resolve: (found: FoundObject | undefined) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;

  constructor(folder: string) {
    this.#child = spawn('git', ['cat-file', '--batch'], { cwd: folder });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#take();
    });
    this.#child.stdin.on('error', (error) => this.#fail(error));
    this.#child.on('error', (error) => this.#fail(error));
    this.#child.on('exit', () => this.#fail(new Error('git cat-file ended before it answered')));
  }

  /** The content of `<commit>:<path>`; undefined where there is none. One question at a time. */
  read(object: string): Promise<FoundObject | undefined> {
    if (this.#failure) {
      return Promise.reject(this.#failure);
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#child.stdin.write(`${object}\n`);
    });
  }

  close(): void {
    this.#failure = new Error('closed');
    this.#child.stdin.end();
  }

  /** The answer is `<oid> <type> <size>\n<content>\n`, or `… missing\n`. */
  #take(): void {
    if (!this.#waiting || this.#length === 0) {
      return;
    }
    const first = this.#chunks[0] as Buffer;
    const joined = first.includes(10) ? first : this.#join();
    const end = joined.indexOf(10);
    if (end === -1) {
      return;
    }
    const head = joined.subarray(0, end).toString('utf8');
    if (head.endsWith(' missing') || head.endsWith(' ambiguous')) {
      this.#answer(end + 1, undefined);
      return;
    }
    const size = Number(head.slice(head.lastIndexOf(' ') + 1));
    if (this.#length >= end + 1 + size + 1) {
      const content = this.#join().subarray(end + 1, end + 1 + size);
      this.#answer(end + 1 + size + 1, { oid: head.slice(0, head.indexOf(' ')), content });
    }
  }

  #join(): Buffer {
    const joined = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  #answer(used: number, found: FoundObject | undefined): void {
    const rest = this.#join().subarray(used);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(found);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
