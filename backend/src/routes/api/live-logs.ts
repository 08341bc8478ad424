import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type, { type Static } from 'typebox';
import { QUERY_SCHEMAS } from '#contract/queries.ts';
import { sseHead } from '../../live/sse-head.ts';
import { sseSink } from '../../live/sse-sink.ts';
import { websocketSink } from '../../live/websocket-sink.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { errorAnswers } from '../schemas.ts';

const { project, run, taskId, session, search, severity, service, category, eventName, traceId } =
  QUERY_SCHEMAS.logs.properties;
const TailQuery = Type.Object(
  { project, run, taskId, session, search, severity, service, category, eventName, traceId },
  { additionalProperties: false }
);

const MOST_CLIENTS = 1000;

/** Log lines as they come, from wherever logs are kept: WebSocket where the client asks for an upgrade, else server-sent events. */
export const liveLogsRoute: FastifyPluginAsyncTypebox = async (app) => {
  const { hub } = app.service;

  app.route<{ Querystring: Static<typeof TailQuery> }>({
    method: 'GET',
    url: '/api/v1/live/logs',
    exposeHeadRoute: false,
    logLevel: 'warn',
    schema: {
      tags: ['live'],
      summary: 'Log lines as they come (WebSocket or server-sent events)',
      description:
        'Begins with the lines of the last half minute. Messages are `{id, channel: "logs", type, at, data}`: `lines` with a frame of new lines, the oldest first, in the columns of the query type `logs` (rows are told by `id`); `problem` and `reset` with a reason; `heartbeat`. Lines are looked for every two seconds.',
      querystring: TailQuery,
      response: { ...errorAnswers },
    },
    preHandler: (request, _reply, done) => {
      const full = hub.size + hub.logs.size >= MOST_CLIENTS || !hub.logs.takes(request.query);
      done(
        full
          ? new HttpError(503, 'TOO_MANY_CLIENTS', 'Too many clients follow log lines.', { retryAfterMs: 5000 })
          : undefined
      );
    },
    handler: (request, reply) => {
      sseHead(reply);
      hub.logs.connect(sseSink(reply.raw), request.query);
    },
    wsHandler: (socket, request) => {
      hub.logs.connect(websocketSink(socket), request.query as Static<typeof TailQuery>);
    },
  });
};
