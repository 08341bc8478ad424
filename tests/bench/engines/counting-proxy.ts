import { Agent, createServer, request } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Stands before a server and counts what it is asked. */
export interface CountingProxy {
  url: string;
  /** Each request since the last `clear`: method, path, query and body. */
  asked: string[];
  clear(): void;
  stop(): Promise<void>;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const { method = 'GET', url = '/', headers } = incoming;
      proxy.asked.push(`${method} ${url} ${body.toString()}`);
      const onward = request(
        target + url,
        { method, agent, headers: { ...headers, host: new URL(target).host } },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        }
      );
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: CountingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    clear() {
      proxy.asked = [];
    },
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
