import { connect, type Socket } from 'node:net';

export interface LeanAnswer {
  status: number;
  /** Bytes of the body. */
  length: number;
  /** Whether a query of it failed. */
  failed: boolean;
  /** First part of the body. */
  beginning: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const ERROR = Buffer.from('"error":');

/**
 * One kept-alive HTTP connection that asks one thing after the other and reads only as much of the answer as it must, so
 * that a generator of thousands of requests a second leaves the processor to what is measured. Loopback only.
 */
export class LeanConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #parts: Buffer[] = [];
  #have = 0;
  /** Bytes of head and body together; unknown until the head is there. */
  #want = Infinity;
  #waiting: PromiseWithResolvers<LeanAnswer> | undefined;

  constructor(url: URL) {
    this.#host = url.host;
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the service closed the connection')));
  }

  post(path: string, body: string): Promise<LeanAnswer> {
    this.#waiting = Promise.withResolvers<LeanAnswer>();
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
    return this.#waiting.promise;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(part: Buffer): void {
    this.#parts.push(part);
    this.#have += part.length;
    if (this.#want === Infinity) {
      const head = Buffer.concat(this.#parts);
      this.#parts = [head];
      const end = head.indexOf(HEAD_END);
      if (end === -1) {
        return;
      }
      const length = /content-length: (\d+)/i.exec(head.toString('latin1', 0, end))?.[1];
      if (length === undefined) {
        this.#waiting?.reject(new Error('an answer without a content-length'));
        return;
      }
      this.#want = end + HEAD_END.length + Number(length);
    }
    if (this.#have >= this.#want) {
      this.#finish();
    }
  }

  #finish(): void {
    const all = this.#parts[0]!;
    const start = all.indexOf(HEAD_END) + HEAD_END.length;
    const body = all.subarray(start);
    const answer = {
      status: Number(all.toString('latin1', 9, 12)),
      length: this.#want - start,
      failed: body.subarray(0, 400).includes(ERROR),
      beginning: body.toString('utf8', 0, 200),
    };
    this.#parts = [];
    this.#have = 0;
    this.#want = Infinity;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }
}
