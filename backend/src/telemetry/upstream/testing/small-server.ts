import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface SmallServer {
  url: string;
  /** From now on. */
  answer(next: RequestListener): void;
  /** Paths that were asked. */
  seen: string[];
  stop(): Promise<void>;
}

/** A server on loopback whose answers a test makes. */
export async function smallServer(first: RequestListener): Promise<SmallServer> {
  let current = first;
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(incoming.url ?? '');
    current(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next) => void (current = next),
    seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An answer of a status and a text. */
export const says =
  (status: number, text: string, headers: Record<string, string> = {}): RequestListener =>
  (_incoming, outgoing) =>
    void outgoing.writeHead(status, headers).end(text);
