import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { identifyProject } from '../../ingest/project-id.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { errorAnswers } from '../schemas.ts';

/** Begins to read a project's git history; progress comes as `import.progress` events. It names a folder to read, so it needs the control token. */
export const importRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/api/v1/import',
    {
      config: { access: 'control' },
      schema: {
        tags: ['control'],
        summary: 'Follow a project and read the git history of its task file',
        security: [{ controlToken: [] }],
        body: Type.Object(
          {
            path: Type.String({ minLength: 1, maxLength: 4096, description: 'Folder of the project' }),
            sinceMs: Type.Optional(
              Type.Number({ minimum: 0, description: 'Commits from this time on; all where absent' })
            ),
          },
          { additionalProperties: false }
        ),
        response: {
          202: Type.Object({
            message: Type.String(),
            job: Type.String({ description: 'Stands in the data of its import.progress events' }),
          }),
          ...errorAnswers,
        },
      },
    },
    async (request, reply) => {
      const start = app.service.importHistory;
      if (!start) {
        throw new HttpError(503, 'UNAVAILABLE', 'This service follows no files, so it cannot import.', {
          retryAfterMs: 60_000,
        });
      }
      const { path } = request.body;
      if (!isAbsolute(path)) {
        throw new HttpError(400, 'INVALID', '“path” in the body must be an absolute path.', { field: 'path' });
      }
      if (!identifyProject(path)?.gitDir) {
        const what = existsSync(path) ? `${path} is no Git repository` : `There is no folder ${path}`;
        throw new HttpError(400, 'INVALID', `${what}: there is no history to import.`, { field: 'path' });
      }
      return reply.code(202).send(await start(request.body));
    }
  );
};
