import { STATUS_CODES } from 'node:http';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { StoreError, type StoreErrorCode } from '../store/types.ts';
import { HttpError } from './http-error.ts';
import { validationSentence } from './validation-sentence.ts';

/** What every answer other than success looks like. */
export interface ErrorBody {
  statusCode: number;
  error: string;
  code: string;
  message: string;
  field?: string;
}

/** A server that telemetry is read from is in trouble; the log says so once, not for each question. */
const OF_A_SERVER = 'ENGINE';

const STORE_STATUS: Record<StoreErrorCode, number> = {
  full: 507,
  readonly: 503,
  locked: 503,
  corrupt: 503,
  overloaded: 503,
  closed: 503,
  invalid: 400,
  'not-found': 404,
  server: 502,
  internal: 500,
};

const STORE_CODE: Partial<Record<StoreErrorCode, string>> = { 'not-found': 'NOT_FOUND', server: OF_A_SERVER };

const UNREADABLE = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);
const NOT_JSON = 'The body is empty, is not valid JSON, or has a key named __proto__: a JSON object was expected.';

const TOO_LARGE =
  'The body is too large: 1 MB is taken for queries and commands, 16 MB for events and telemetry. Send it in several smaller requests.';

/** Turns whatever was thrown into a status, a code and a sentence; what is inside of a 500 stays in the log. */
export function describeError(error: unknown): HttpError {
  if (error instanceof HttpError) {
    return error;
  }
  if (error instanceof StoreError) {
    const status = error.status ?? STORE_STATUS[error.code];
    const retryAfterMs = status === 503 || status === 507 ? (error.retryAfterMs ?? 1000) : undefined;
    return new HttpError(status, STORE_CODE[error.code] ?? `STORE_${error.code.toUpperCase()}`, error.message, {
      retryAfterMs,
    });
  }
  const fastify = error as Partial<FastifyError>;
  if (fastify.validation) {
    const { field, message } = validationSentence(fastify.validation, fastify.validationContext);
    return new HttpError(400, 'INVALID', message, { field });
  }
  const status = fastify.statusCode ?? 500;
  if (status === 413) {
    return new HttpError(413, 'TOO_LARGE', TOO_LARGE);
  }
  if (fastify.code !== undefined && UNREADABLE.has(fastify.code)) {
    return new HttpError(400, 'INVALID', NOT_JSON, { field: 'body' });
  }
  if (status >= 400 && status < 500) {
    return new HttpError(status, fastify.code ?? 'REFUSED', sentence(fastify.message ?? 'The request was refused'));
  }
  return new HttpError(500, 'INTERNAL', 'Something went wrong here; the log of the service has the details.');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Sends an error in the one shape of this API. */
export function sendError(reply: FastifyReply, error: HttpError): FastifyReply {
  if (error.retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  }
  const body: ErrorBody = {
    statusCode: error.statusCode,
    error: STATUS_CODES[error.statusCode] ?? 'Error',
    code: error.code,
    message: error.message,
    ...(error.field ? { field: error.field } : {}),
  };
  return reply.code(error.statusCode).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body);
}

function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request: FastifyRequest, reply) => {
    const known = describeError(error);
    if (known.statusCode >= 500 && known.code !== OF_A_SERVER) {
      request.log.error({ err: error, route: request.routeOptions.url }, known.message);
    }
    return sendError(reply, known);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(
      reply,
      new HttpError(404, 'NOT_FOUND', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)
    )
  );
}

export const errors = fp(
  (app, _options, done) => {
    registerErrors(app);
    done();
  },
  { name: 'errors' }
);
