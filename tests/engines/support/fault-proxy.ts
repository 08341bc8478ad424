import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What becomes of a request. */
export type Fault =
  | { kind: 'none' }
  | { kind: 'slow'; ms: number }
  | { kind: 'silent' }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** The head and half of the true answer, then the connection is cut. */
  | { kind: 'truncate' }
  | { kind: 'body'; body: string }
  /** Bytes of well-formed beginning, without end. */
  | { kind: 'endless' }
  /** An answer of as many pieces, well-formed as a whole: made while it goes, so that it costs the proxy nothing. */
  | { kind: 'many'; head: string; piece(i: number): string; count: number; tail: string }
  | { kind: 'reset' };

export interface FaultProxy {
  url: string;
  /** Of the next `times` requests, then none. */
  fail(fault: Fault, times?: number): void;
  /** Requests seen, paths without their query. */
  seen: string[];
  /** What was sent with the latest of them. */
  bodies: string[];
  /** Requests whose asker went before the answer was whole. */
  left: number;
  stop(): Promise<void>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
/** What Elasticsearch says of itself from 7.14 on, and nobody else. */
const PRODUCT = { 'x-elastic-product': 'Elasticsearch' };

/**
 * An HTTP proxy before a real server that does to its answers what networks and overloaded servers do. With `stranger` an
 * Elasticsearch does not say any more that it is one.
 */
export async function faultProxy(target: string, { stranger = false } = {}): Promise<FaultProxy> {
  let fault: Fault = { kind: 'none' };
  let rest = Infinity;
  const server: Server = createServer((incoming, outgoing) => {
    proxy.seen.push((incoming.url ?? '').split('?')[0]!);
    outgoing.once('close', () => void (outgoing.writableFinished || proxy.left++));
    const now = rest-- > 0 ? fault : ({ kind: 'none' } as const);
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      proxy.bodies.push(body.toString());
      proxy.bodies.splice(0, proxy.bodies.length - 20);
      serve(now, target, incoming, body, outgoing, stranger);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail(next, times = Infinity) {
      fault = next;
      rest = times;
    },
    seen: [],
    bodies: [],
    left: 0,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

function serve(
  fault: Fault,
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  stranger: boolean
): void {
  switch (fault.kind) {
    case 'status':
      outgoing.writeHead(fault.status, fault.headers).end(fault.body ?? '');
      return;
    case 'body':
      outgoing.writeHead(200, { ...JSON_TYPE, ...(stranger ? {} : PRODUCT) }).end(fault.body);
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'silent':
      return;
    case 'endless': {
      outgoing.writeHead(200, JSON_TYPE);
      outgoing.write('{"status":"success","data":{"resultType":"matrix","result":[');
      const more = (): void => {
        while (!outgoing.destroyed && outgoing.write(`{"metric":{},"values":[${'[1,"1"],'.repeat(5000)}[1,"1"]]},`)) {
          // on until the other side is full
        }
      };
      outgoing.on('drain', more);
      more();
      return;
    }
    case 'many':
      outgoing.writeHead(200, { ...JSON_TYPE, ...(stranger ? {} : PRODUCT) });
      void sendMany(fault, outgoing);
      return;
    case 'slow':
      setTimeout(() => outgoing.destroyed || pass(target, incoming, body, outgoing, { stranger }), fault.ms);
      return;
    default:
      pass(target, incoming, body, outgoing, { cut: fault.kind === 'truncate', stranger });
  }
}

async function sendMany(
  { head, piece, count, tail }: Extract<Fault, { kind: 'many' }>,
  outgoing: ServerResponse
): Promise<void> {
  outgoing.write(head);
  const closed = once(outgoing, 'close');
  for (let i = 0; i < count && !outgoing.destroyed;) {
    const pieces: string[] = [];
    for (const end = Math.min(count, i + 1000); i < end; i++) {
      pieces.push((i > 0 ? ',' : '') + piece(i));
    }
    if (!outgoing.write(pieces.join(''))) {
      await Promise.race([once(outgoing, 'drain'), closed]);
    }
  }
  outgoing.end(tail);
}

function pass(
  target: string,
  incoming: IncomingMessage,
  sent: Buffer,
  outgoing: ServerResponse,
  { cut = false, stranger }: { cut?: boolean; stranger: boolean }
): void {
  const { method, url, headers } = incoming;
  const onward = request(
    `${target}${url}`,
    { method, headers: { ...headers, host: new URL(target).host } },
    (answer) => {
      if (!cut) {
        const { 'x-elastic-product': _product, ...others } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, stranger ? others : answer.headers);
        answer.pipe(outgoing);
        return;
      }
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        outgoing.writeHead(200, { ...JSON_TYPE, 'content-length': body.length });
        outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      });
    }
  );
  onward.on('error', () => outgoing.destroy());
  outgoing.once('close', () => outgoing.writableFinished || onward.destroy());
  onward.end(sent);
}
