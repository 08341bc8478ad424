import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';

/** For Prometheus to scrape. */
export const metricsRoute: FastifyPluginAsyncTypebox = async (app) => {
  const { metrics } = app.service;
  app.get(
    '/metrics',
    {
      logLevel: 'warn',
      schema: { tags: ['health'], summary: 'Metrics in Prometheus’ text format', produces: ['text/plain'] },
    },
    async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.text())
  );
};
