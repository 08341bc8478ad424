import websocket from '@fastify/websocket';
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { authentication } from './plugins/authentication.ts';
import { errors } from './plugins/errors.ts';
import { headers } from './plugins/headers.ts';
import { httpMetrics } from './plugins/http-metrics.ts';
import { collectRoutes, type CollectedRoute } from './plugins/openapi.ts';
import { sameOrigin } from './plugins/same-origin.ts';
import { serviceContext, type ServiceContext } from './plugins/service-context.ts';
import { routes } from './routes/index.ts';
import { type PagesOptions } from './routes/pages/index.ts';

export interface AppOptions {
  context: ServiceContext;
  /** Address the service will listen on, for the check of Host headers. */
  host: string;
  allowedHosts: readonly string[];
  token?: string;
  controlToken: string;
  logger?: FastifyBaseLogger;
  pages?: PagesOptions;
}

/** The application and the routes it was declared with, for the API’s description. */
export type App = FastifyInstance & { collected: CollectedRoute[] };

/** Largest JSON body of the routes that parse one; bulk doors have a limit of their own. */
const JSON_LIMIT = 1024 * 1024;

/** The application: security first, then what routes need, then the routes. Does not listen. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app = fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    bodyLimit: JSON_LIMIT,
    logController: new LogController({ disableRequestLogging: true }), // failures are logged once, by the error handler
    requestTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1024 },
    ajv: {
      customOptions: {
        removeAdditional: false, // a typing error in a query is a 400, not silence
        coerceTypes: 'array',
        strict: false, // schemas carry annotations
      },
    },
  });
  const collected = collectRoutes(app);
  // First, so that an upgrade that a later guard refuses is known as one and its socket is closed.
  await app.register(websocket, { options: { maxPayload: 64 * 1024 }, preClose: (done) => done() });
  await app.register(errors);
  await app.register(sameOrigin, { host: options.host, allowedHosts: options.allowedHosts });
  await app.register(headers);
  await app.register(authentication, { token: options.token, controlToken: options.controlToken });
  await app.register(serviceContext, { context: options.context });
  await app.register(httpMetrics, { metrics: options.context.metrics });
  await app.register(routes, { collected, pages: options.pages ?? {} });
  app.addHook('preClose', async () => options.context.hub.close());
  return Object.assign(app as unknown as FastifyInstance, { collected });
}
