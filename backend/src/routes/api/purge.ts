import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { HttpError } from '../../plugins/http-error.ts';
import { errorAnswers, Identifier } from '../schemas.ts';

/** Deletes for good; needs the control token. */
export const purgeRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/api/v1/purge',
    {
      config: { access: 'control' },
      schema: {
        tags: ['control'],
        summary: 'Delete what is stored of a project or run, or whatever contains a text',
        security: [{ controlToken: [] }],
        body: Type.Object(
          {
            project: Type.Optional(Identifier),
            run: Type.Optional(Identifier),
            matching: Type.Optional(
              Type.String({ minLength: 4, maxLength: 4096, description: 'Text, at least 4 characters' })
            ),
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({
            events: Type.Integer(),
            tasks: Type.Integer(),
            metrics: Type.Integer(),
            spans: Type.Integer(),
            logs: Type.Integer(),
          }),
          ...errorAnswers,
        },
      },
    },
    async (request) => {
      if (Object.keys(request.body).length !== 1) {
        throw new HttpError(400, 'INVALID', 'Exactly one of project, run and matching says what to delete.', {
          field: 'project',
        });
      }
      const result = await app.service.store.purge(request.body);
      app.service.hub.forgetRecent();
      await app.service.purged?.(request.body);
      return result;
    }
  );
};
