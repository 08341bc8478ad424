import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { sendFound } from '../json-bytes.ts';
import { whenGone } from '../when-gone.ts';
import { AnyList, errorAnswers, Identifier } from '../schemas.ts';

/** Names for pickers and template variables. */
const LOOKUPS = [
  'projects',
  'tags',
  'runs',
  'tasks',
  'metrics',
  'labels',
  'label-values',
  'services',
  'operations',
  'sessions',
  'agents',
  'event-types',
  'capabilities',
] as const;

export const lookupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/v1/lookup/:what',
    {
      schema: {
        tags: ['query'],
        summary: 'Names to choose from',
        params: Type.Object({ what: Type.Enum([...LOOKUPS]) }),
        querystring: Type.Object(
          {
            project: Type.Optional(Identifier),
            tag: Type.Optional(Identifier),
            run: Type.Optional(Identifier),
            metric: Type.Optional(Identifier),
            label: Type.Optional(Identifier),
            service: Type.Optional(Identifier),
            search: Type.Optional(Type.String({ maxLength: 512 })),
            from: Type.Optional(Type.Number({ description: 'Epoch milliseconds' })),
            to: Type.Optional(Type.Number({ description: 'Epoch milliseconds' })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 500 })),
          },
          { additionalProperties: false }
        ),
        response: { 200: AnyList, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { what } = request.params;
      return sendFound(
        reply,
        await app.service.store.read(`lookup/${what}`, { ...request.query }, whenGone(reply)),
        what
      );
    }
  );
};
