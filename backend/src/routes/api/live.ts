import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { parseChannels } from '../../live/channels.ts';
import { type ClientOptions } from '../../live/client.ts';
import { sseHead } from '../../live/sse-head.ts';
import { sseSink } from '../../live/sse-sink.ts';
import { websocketSink } from '../../live/websocket-sink.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { errorAnswers } from '../schemas.ts';

const LiveQuery = Type.Object(
  {
    channels: Type.Optional(
      Type.String({ maxLength: 8192, description: 'projects (default), project/<id>, run/<id>; several with commas' })
    ),
    since: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Id of the last message seen; everything after it is replayed' })
    ),
    format: Type.Optional(
      Type.Enum(['events', 'frames'], { description: 'Journal events, or frames of the task rows that changed' })
    ),
  },
  { additionalProperties: false }
);

const MOST_CLIENTS = 1000;

/** The live stream: WebSocket where the client asks for an upgrade, server-sent events otherwise. */
export const liveRoute: FastifyPluginAsyncTypebox = async (app) => {
  const { hub } = app.service;

  const optionsOf = (request: FastifyRequest, query: Static<typeof LiveQuery>): ClientOptions => {
    const channels = parseChannels(query.channels);
    if (typeof channels === 'string') {
      throw new HttpError(400, 'INVALID', channels, { field: 'channels' });
    }
    const header = request.headers['last-event-id'];
    const seen = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
    return {
      channels,
      since: seen ?? query.since, // a reconnecting EventSource repeats the first URL, so its header is the newer one
      ...(query.format === 'frames' ? { frames: hub.frames } : {}),
      onError: (error) => request.log.error({ err: error }, 'A live client could not be served and was disconnected.'),
    };
  };

  app.route<{ Querystring: Static<typeof LiveQuery> }>({
    method: 'GET',
    url: '/api/v1/live',
    exposeHeadRoute: false,
    logLevel: 'warn',
    schema: {
      tags: ['live'],
      summary: 'What changes, as it changes (WebSocket or server-sent events)',
      description:
        'Messages are `{id, channel, type, at, data}`; `id` only grows. Reconnect with `since=<id>` or the header `Last-Event-ID` to lose nothing. A message of type `reset` says that what was missed cannot be replayed.',
      querystring: LiveQuery,
      response: { ...errorAnswers },
    },
    preHandler: (request, _reply, done) => {
      if (hub.size >= MOST_CLIENTS) {
        done(new HttpError(503, 'TOO_MANY_CLIENTS', 'There are too many live clients.', { retryAfterMs: 5000 }));
        return;
      }
      optionsOf(request, request.query); // refuses before anything is upgraded
      done();
    },
    handler: (request, reply) => {
      const options = optionsOf(request, request.query);
      sseHead(reply);
      hub.connect(sseSink(reply.raw), options);
    },
    wsHandler: (socket, request) => {
      const query = request.query as Static<typeof LiveQuery>;
      hub.connect(websocketSink(socket), optionsOf(request, query));
    },
  });
};
