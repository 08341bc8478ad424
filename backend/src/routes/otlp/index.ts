import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Signal } from '../../forward/otlp-forwarder.ts';
import { describeError } from '../../plugins/errors.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { contentTypeOf, keepBodiesRaw, rawBody } from '../../plugins/raw-bodies.ts';
import { type Door, type Rejection } from '../../store/types.ts';
import { ingest } from '../ingest.ts';
import { exportAnswer, statusAnswer } from './answer.ts';

const PROTOBUF = 'application/x-protobuf';
const REJECTED_FIELD: Record<Signal, string> = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
};
/** gRPC codes that go with HTTP statuses, for the error body. */
const GRPC_CODES: Record<number, number> = { 400: 3, 401: 16, 403: 7, 413: 8, 415: 3, 429: 8, 503: 14, 507: 8 };

/** OTLP/HTTP, as the OpenTelemetry protocol describes it: protobuf or JSON in, the same out. */
export const otlpRoutes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(async (raw) => {
    keepBodiesRaw(raw);
    raw.setErrorHandler((error, request, reply) => sendOtlpError(reply, request, describeError(error)));
    for (const signal of ['traces', 'metrics', 'logs'] as const) {
      raw.post(
        `/v1/${signal}`,
        {
          logLevel: 'warn',
          schema: {
            tags: ['ingest'],
            summary: `OTLP/HTTP ${signal}`,
            description:
              'Protobuf or JSON, gzip or deflate welcome. What could not be read is counted in `partialSuccess`; the rest is on disk before the answer.',
            consumes: [PROTOBUF, 'application/json'],
          },
          config: {
            openapiBody: {
              [PROTOBUF]: { schema: { type: 'string', format: 'binary' } },
              'application/json': { schema: { type: 'object', additionalProperties: true } },
            },
          },
        },
        async (request, reply) => {
          const contentType = contentTypeOf(request);
          if (contentType !== PROTOBUF && contentType !== 'application/json') {
            throw new HttpError(415, 'CONTENT_TYPE', `OTLP bodies are ${PROTOBUF} or application/json.`, {
              field: 'content-type',
            });
          }
          const body = await rawBody(request);
          app.service.forwarder?.add(signal, body, contentType);
          const { rejected, accepted, duplicates } = await ingest(app, request, `otlp-${signal}` satisfies Door, body);
          const whole = rejected.find(({ index }) => index === undefined);
          if (whole && accepted === 0 && duplicates === 0) {
            throw new HttpError(400, 'INVALID', whole.message);
          }
          return sendAnswer(reply, contentType, signal, rejected);
        }
      );
    }
  });
};

function sendAnswer(reply: FastifyReply, contentType: string, signal: Signal, rejected: Rejection[]): FastifyReply {
  const message = rejected
    .slice(0, 3)
    .map((one) => one.message)
    .join(' ');
  if (contentType === PROTOBUF) {
    return reply.type(PROTOBUF).send(exportAnswer(rejected.length, message));
  }
  const partialSuccess = { [REJECTED_FIELD[signal]]: String(rejected.length), errorMessage: message };
  return reply.type('application/json').send(JSON.stringify(rejected.length === 0 ? {} : { partialSuccess }));
}

function sendOtlpError(reply: FastifyReply, request: FastifyRequest, error: HttpError): FastifyReply {
  if (error.retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  }
  if (error.statusCode >= 500) {
    request.log.error({ err: error, route: request.routeOptions.url }, error.message);
  }
  const code = GRPC_CODES[error.statusCode] ?? 2;
  void reply.code(error.statusCode);
  if (contentTypeOf(request) === PROTOBUF) {
    return reply.type(PROTOBUF).send(statusAnswer(code, error.message));
  }
  return reply.type('application/json').send(JSON.stringify({ code, message: error.message }));
}
