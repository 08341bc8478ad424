import WebSocket from 'ws';
import { type Frame } from '#contract/frames.ts';
import { GRAFANA_URL } from './grafana.ts';

interface Said {
  id?: number;
  error?: { code: number; message: string };
  push?: { channel: string; pub?: { data: Frame } };
}

/** A viewer of one Grafana Live channel, by Grafana's own WebSocket protocol (centrifuge, JSON). */
export class LiveSocket {
  readonly frames: Frame[] = [];
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (said: Said) => void>();
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      for (const line of String(data).split('\n').filter(Boolean)) {
        this.#take(JSON.parse(line) as Said);
      }
    });
  }

  static async open(): Promise<LiveSocket> {
    const token = process.env.GRAFANA_TOKEN;
    const socket = new WebSocket(`${GRAFANA_URL.replace(/^http/, 'ws')}/api/live/ws`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    const live = new LiveSocket(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    await live.#ask({ connect: {} });
    return live;
  }

  /** Listens to `ds/<uid>/<path>` of organisation 1; the sentence it is refused with, or undefined. */
  async subscribe(channel: string): Promise<string | undefined> {
    return (await this.#ask({ subscribe: { channel: `1/${channel}` } })).error?.message;
  }

  /** The same for publishing. */
  async publish(channel: string): Promise<string | undefined> {
    return (await this.#ask({ publish: { channel: `1/${channel}`, data: {} } })).error?.message;
  }

  close(): void {
    this.#socket.close();
  }

  #ask(command: object): Promise<Said> {
    this.#asked += 1;
    const id = this.#asked;
    this.#socket.send(JSON.stringify({ id, ...command }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  #take(said: Said): void {
    if (said.id === undefined && said.push === undefined) {
      this.#socket.send('{}'); // a ping
    } else if (said.push?.pub) {
      this.frames.push(said.push.pub.data);
    } else if (said.id !== undefined) {
      this.#answers.get(said.id)?.(said);
    }
  }
}
