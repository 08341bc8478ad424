import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { type ServerProcess } from './server-process.ts';

/** A server that speaks Elasticsearch's API. */
export interface SearchServer {
  url: string;
  /** A request with a JSON body; rejects with what the server said where it failed. */
  send(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Puts documents into a data stream or index and makes them visible. */
  bulk(stream: string, documents: readonly unknown[]): Promise<void>;
  stop(): Promise<void>;
}

/** The running process with what tests ask of it; `folder` goes when it is stopped. */
export function searchServer(url: string, server: ServerProcess, folder: string): SearchServer {
  const send: SearchServer['send'] = async (method, path, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url + path, {
      method,
      headers: { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' },
      ...(body === undefined ? {} : { body: text }),
    });
    const said = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok || said['errors'] === true) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said).slice(0, 1000)}`);
    }
    return said;
  };
  return {
    url,
    send,
    async bulk(stream, documents) {
      for (let i = 0; i < documents.length; i += 1000) {
        const lines = documents.slice(i, i + 1000).flatMap((one) => ['{"create":{}}', JSON.stringify(one)]);
        await send('POST', `/${stream}/_bulk?refresh=true`, `${lines.join('\n')}\n`);
      }
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A free port of those that the runners take for HTTP: they take it from these only. */
export async function runnerPort(): Promise<number> {
  const first = process.pid % 98; // others look for one at the same time
  for (let i = 0; i < 98; i++) {
    const port = 9201 + ((first + i) % 98);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) {
      return port;
    }
  }
  throw new Error('No port from 9201 to 9298 is free.');
}
