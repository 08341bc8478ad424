import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { EVENT_TYPES } from '#contract/events.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { keepBodiesRaw } from '../../plugins/raw-bodies.ts';
import { ingest } from '../ingest.ts';
import { AppendAnswer, errorAnswers } from '../schemas.ts';

const EVENT = {
  type: 'object',
  required: ['type'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', description: 'Idempotency key: the same id again is acknowledged and not written twice' },
    at: {
      description: 'When it happened: epoch milliseconds or ISO 8601; now where absent',
      type: ['number', 'string'],
    },
    type: { type: 'string', description: `One of ${EVENT_TYPES.join(', ')}, or a type of your own` },
    project: { type: 'string' },
    tag: { type: 'string' },
    run: { type: 'string' },
    taskId: { type: 'string', description: '5 or 5.2' },
    attempt: { type: 'integer' },
    session: { type: 'string' },
    agent: { type: 'string' },
    data: { type: 'object', additionalProperties: true },
  },
};

const EXAMPLES = [
  [
    {
      id: 'build-17-start',
      type: 'attempt.started',
      project: 'shop-1a2b3c4d',
      tag: 'master',
      taskId: '5.2',
      data: { executor: 'ci' },
    },
  ],
  [
    {
      id: 'build-17-end',
      type: 'attempt.ended',
      project: 'shop-1a2b3c4d',
      tag: 'master',
      taskId: '5.2',
      data: { status: 'ok' },
    },
  ],
];

/** The door for any other executor: events in, on disk before the answer. And a plain way to read them back. */
export const eventsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(async (raw) => {
    keepBodiesRaw(raw);
    raw.post(
      '/api/v1/events',
      {
        schema: {
          tags: ['ingest'],
          summary: 'Append events',
          description:
            'A JSON array, one JSON object, or one object a line (`application/x-ndjson`). Gzip is welcome. Nothing is written twice for one `id`.',
          consumes: ['application/json', 'application/x-ndjson'],
          response: { 200: AppendAnswer, ...errorAnswers },
        },
        config: {
          openapiBody: { 'application/json': { schema: { type: 'array', items: EVENT }, examples: EXAMPLES } },
        },
      },
      async (request) => {
        const result = await ingest(app, request, 'events');
        const first = result.rejected[0];
        if (first && result.accepted === 0 && result.duplicates === 0) {
          throw new HttpError(
            400,
            'INVALID',
            first.index === undefined ? first.message : `Event ${first.index}: ${first.message}`
          );
        }
        return result;
      }
    );
  });

  app.get(
    '/api/v1/events',
    {
      schema: {
        tags: ['query'],
        summary: 'Events after a place in the journal, oldest first',
        querystring: Type.Object(
          {
            since: Type.Optional(Type.Integer({ minimum: 0, description: 'Sequence number; 0 where absent' })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 500 })),
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({
            events: Type.Array(Type.Any()),
            last: Type.Integer({ description: 'Newest place in the journal; ask on from the last event’s `seq`' }),
          }),
          ...errorAnswers,
        },
      },
    },
    async (request) => {
      const { since = 0, limit = 500 } = request.query;
      return { events: await app.service.store.eventsSince(since, limit), last: app.service.hub.last };
    }
  );
};
