import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { decode, testContext } from '../../../../tests/fixtures/otlp/decode.ts';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../../telemetry/types.ts';

/** An OTLP receiver that keeps what it takes, read by the service's own decoders. */
export interface Receiver {
  url: string;
  port: number;
  spans: SpanRecord[];
  logs: LogRecord[];
  metrics: MetricPoint[];
  /** Headers of the last request. */
  headers: Record<string, unknown>;
  requests: number;
  /** What it answers from now on; 200 takes. */
  answer(status: number): void;
  stop(): Promise<void>;
}

const DOORS = { '/v1/traces': 'otlp-traces', '/v1/logs': 'otlp-logs', '/v1/metrics': 'otlp-metrics' } as const;

export async function startReceiver(port = 0): Promise<Receiver> {
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receiver.requests++;
      receiver.headers = request.headers;
      const door = DOORS[request.url as keyof typeof DOORS];
      if (status === 200 && door) {
        const info = { receivedAt: Date.now(), contentType: request.headers['content-type'] ?? '' };
        const body = new Uint8Array(Buffer.concat(chunks));
        const { spans, logs, metrics } = decode(door, body, testContext(), info);
        receiver.spans.push(...spans);
        receiver.logs.push(...logs);
        receiver.metrics.push(...metrics);
      }
      response.writeHead(door ? status : 404, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${own}`,
    port: own,
    spans: [],
    logs: [],
    metrics: [],
    headers: {},
    requests: 0,
    answer: (next) => (status = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
