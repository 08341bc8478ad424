import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { recordedLookUp } from '../../../scripts/web/recorded-look-ups.ts';

export interface FrameJson {
  schema: {
    name?: string;
    meta?: Record<string, unknown>;
    fields: Array<Record<string, unknown> & { name: string; type: string }>;
  };
  data: { values: unknown[][]; entities?: unknown[] };
}

export interface Query {
  refId: string;
  queryType: string;
  timeRange: { from: number; to: number };
  query: Record<string, unknown>;
}

export interface Result {
  status: number;
  frames?: FrameJson[];
  error?: string;
}

const GOLDEN = resolve(import.meta.dirname, '../../../contract/golden');

/** The frames recorded for a query type in `contract/golden`, as they stand. */
export function goldenFrames(name: string): FrameJson[] {
  const { results } = JSON.parse(readFileSync(resolve(GOLDEN, `${name}.json`), 'utf8')) as {
    results: Record<string, Result>;
  };
  return Object.values(results).flatMap(({ frames }) => frames ?? []);
}

/**
 * The far side of the page: answers queries, keeps live streams open, asks for a token when told to. Answers are golden
 * frames unless `answers` says otherwise.
 */
export class FakeService {
  readonly answers = new Map<string, (query: Query) => Result | Promise<Result>>();
  readonly asked: Query[] = [];
  token: string | undefined;
  /** The sentence look-ups are refused with; undefined: they are answered. */
  lookUpProblem: string | undefined;
  private server: Server | undefined;
  private readonly streams = new Set<{ channels: string[]; response: ServerResponse }>();
  private nextId = 1;
  private port = 0;

  get address(): URL {
    return new URL(`http://127.0.0.1:${this.port}`);
  }

  /** Starts, or starts again on the same port after `stop`. */
  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    this.streams.clear();
    server?.closeAllConnections();
    server?.close();
    if (server) {
      await once(server, 'close');
    }
  }

  /** Sends a live message to whoever listens to the channel; tells to how many. */
  push(channel: string, type: string, data: unknown = {}): number {
    const id = this.nextId++;
    const message = JSON.stringify({ id, channel, type, at: Date.now(), data });
    const listeners = [...this.streams].filter((one) => one.channels.includes(channel));
    for (const { response } of listeners) {
      response.write(`id: ${id}\ndata: ${message}\n\n`);
    }
    return listeners.length;
  }

  /** How many live streams are open on a channel. */
  listening(channel: string): number {
    return [...this.streams].filter((one) => one.channels.includes(channel)).length;
  }

  private async handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.address);
    const json = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (url.pathname.startsWith('/health/')) {
      return json(200, { status: 'ok' });
    }
    const known = request.headers.cookie?.includes('token=known') ?? false;
    if (url.pathname === '/api/v1/login' && request.method === 'GET') {
      return json(200, { read: known || !this.token, control: known });
    }
    if (url.pathname === '/api/v1/login') {
      const { token } = JSON.parse(await readBody(request)) as { token: string };
      return token === this.token
        ? json(200, {}, { 'set-cookie': 'token=known; HttpOnly; SameSite=Strict; Path=/' })
        : json(401, { message: 'Unknown token.' });
    }
    if (this.token && !known) {
      return json(401, { message: 'A token is needed.' });
    }
    if (url.pathname === '/api/v1/live') {
      const stream = { channels: (url.searchParams.get('channels') ?? '').split(','), response };
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': open\n\n');
      this.streams.add(stream);
      response.on('close', () => this.streams.delete(stream));
      return;
    }
    if (url.pathname === '/api/v1/query') {
      const { queries } = JSON.parse(await readBody(request)) as { queries: Query[] };
      this.asked.push(...queries);
      const results = await Promise.all(queries.map(async (query) => [query.refId, await this.answer(query)] as const));
      return json(200, { results: Object.fromEntries(results) });
    }
    const [, what] = /^\/api\/v1\/lookup\/([\w-]+)$/.exec(url.pathname) ?? [];
    if (what && this.lookUpProblem) {
      return json(503, { message: this.lookUpProblem });
    }
    if (what) {
      return json(200, recordedLookUp(what, url.searchParams, await this.everyFrame()) ?? []);
    }
    const list = /^\/api\/v1\/(projects|runs)$/.exec(url.pathname)?.[1];
    return list ? json(200, await this.rows(list)) : json(404, { message: `No ${url.pathname} here.` });
  }

  /** A query's first frame as plain REST gives it: objects with the names of the columns. */
  private async rows(queryType: string): Promise<Array<Record<string, unknown>>> {
    const { frames } = await this.answer({ refId: 'A', queryType, timeRange: { from: 0, to: 0 }, query: {} });
    const { schema, data } = frames?.[0] ?? { schema: { fields: [] }, data: { values: [] } };
    const column = (index: number) => data.values[index] ?? [];
    return column(0).map((_, row) =>
      Object.fromEntries(schema.fields.map(({ name }, index) => [name, column(index)[row]]))
    );
  }

  /** Frames of the query types look-ups are made of, as this service answers them now. */
  private async everyFrame(): Promise<(queryType: string) => FrameJson[]> {
    const types = ['projects', 'runs', 'tasks', 'events', 'metric', 'trace'];
    const answers = await Promise.all(
      types.map(async (queryType) => {
        const query = { refId: 'look-up', queryType, timeRange: { from: 0, to: Date.now() }, query: {} };
        return [queryType, (await this.answer(query)).frames ?? []] as const;
      })
    );
    const frames = new Map<string, FrameJson[]>(answers);
    return (queryType) => frames.get(queryType) ?? [];
  }

  private async answer(query: Query): Promise<Result> {
    const own = this.answers.get(query.queryType);
    return own ? own(query) : { status: 200, frames: goldenFrames(query.queryType) };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
