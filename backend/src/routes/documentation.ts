import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type CollectedRoute, openApiDocument } from '../plugins/openapi.ts';

/** The API described (OpenAPI), and a page to read it. Made when first asked for: most services are never asked. */
export const documentationRoutes: FastifyPluginAsyncTypebox<{ routes: CollectedRoute[] }> = async (app, { routes }) => {
  let document: Promise<Record<string, unknown>> | undefined;
  const described = (): Promise<Record<string, unknown>> => (document ??= openApiDocument(routes));
  let page: Promise<FastifyInstance> | undefined;

  app.get('/documentation/json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(await described()))
  );

  const toPage = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    page ??= documentationPage(await described());
    const inner = await page;
    reply.hijack();
    inner.routing(request.raw, reply.raw);
  };
  app.get('/documentation', { schema: { hide: true } }, toPage);
  app.get('/documentation/*', { schema: { hide: true } }, toPage);
  app.addHook('onClose', async () => {
    await (await page)?.close();
  });
};

/** Swagger UI's own bar only asks for the address of another API. */
const NO_TOP_BAR = { filename: 'no-top-bar.css', content: '.swagger-ui .topbar { display: none }' };

/** Swagger UI's page says nothing of its width, so that telephones show it as wide as a desk's. */
const VIEWPORT = {
  filename: 'viewport.js',
  content: `document.head.append(
    Object.assign(document.createElement('meta'), { name: 'viewport', content: 'width=device-width,initial-scale=1' })
  );`,
};

async function documentationPage(document: Record<string, unknown>): Promise<FastifyInstance> {
  const [{ default: fastify }, { default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('fastify'),
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ]);
  const inner = fastify({ logger: false });
  await inner.register(swagger, { mode: 'static', specification: { document: document as never } });
  await inner.register(swaggerUi, {
    routePrefix: '/documentation',
    staticCSP: true,
    uiConfig: { docExpansion: 'list' },
    theme: { title: 'Task Master Observability: API', css: [NO_TOP_BAR], js: [VIEWPORT] },
  });
  await inner.ready();
  return inner;
}
