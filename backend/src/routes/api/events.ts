import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { AnyRecord, EVENT_EXAMPLES } from '#contract/events-api.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { keepBodiesRaw } from '../../plugins/raw-bodies.ts';
import { ingest } from '../ingest.ts';
import { AppendAnswer, errorAnswers } from '../schemas.ts';

const EXAMPLES = Object.values(EVENT_EXAMPLES);
/** One record a line; the example is the list of the first one, line by line. */
const LINES = EXAMPLES[0]?.map((record) => JSON.stringify(record)).join('\n');

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
          openapiBody: {
            'application/json': { schema: { type: 'array', items: AnyRecord }, examples: EXAMPLES },
            'application/x-ndjson': { schema: { type: 'string' }, examples: [LINES] },
          },
        },
      },
      async (request) => {
        const result = await ingest(app, request, 'events');
        const first = result.rejected[0];
        if (first && result.accepted === 0 && result.duplicates === 0) {
          const { index, message } = first;
          const field = /^[\w.]{1,100}(?=: )/.exec(message)?.[0];
          throw new HttpError(400, 'INVALID', index === undefined ? message : `Event ${index}: ${message}`, {
            field: index === undefined ? 'body' : [index, field].filter((part) => part !== undefined).join('.'),
          });
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
