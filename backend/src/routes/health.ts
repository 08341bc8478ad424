import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { API_VERSION } from '../util/api-version.ts';
import { packageVersion } from '../util/package-root.ts';

const State = Type.Enum(['ok', 'degraded', 'down']);
const Report = Type.Object({
  state: State,
  version: Type.String(),
  api: Type.Integer({ description: 'Version of the HTTP API: clients of another one say which side to update' }),
  dependencies: Type.Array(
    Type.Object({
      name: Type.String(),
      state: State,
      text: Type.String({ description: 'How it is, in a sentence' }),
      since: Type.Optional(Type.Number()),
    })
  ),
});

/** Whether the process runs, and whether everything it needs is well. Open to probes without a token. */
export const healthRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/health/live',
    {
      logLevel: 'warn',
      config: { access: 'open' },
      schema: {
        tags: ['health'],
        summary: 'The process runs',
        response: { 200: Type.Object({ state: Type.Literal('ok') }) },
      },
    },
    async () => ({ state: 'ok' as const })
  );

  app.get(
    '/health/ready',
    {
      logLevel: 'warn',
      config: { access: 'open' },
      schema: {
        tags: ['health'],
        summary: 'A sentence for everything the service depends on',
        description: '503 where requests cannot be served as they should; a degraded dependency is said and is 200.',
        response: { 200: Report, 503: Report },
      },
    },
    async (_request, reply) => {
      const report = await app.service.readiness();
      return reply
        .code(report.state === 'down' ? 503 : 200)
        .send({ ...report, version: packageVersion(), api: API_VERSION });
    }
  );
};
