import { type FastifyPluginAsync } from 'fastify';
import { type CollectedRoute } from '../plugins/openapi.ts';
import { entityRoutes } from './api/entities.ts';
import { eventsRoutes } from './api/events.ts';
import { hooksRoute } from './api/hooks.ts';
import { importRoute } from './api/import.ts';
import { liveRoute } from './api/live.ts';
import { liveLogsRoute } from './api/live-logs.ts';
import { loginRoutes } from './api/login.ts';
import { lookupRoutes } from './api/lookup.ts';
import { purgeRoute } from './api/purge.ts';
import { queryRoute } from './api/query.ts';
import { runControlRoutes } from './api/run-control.ts';
import { runReportRoutes } from './api/run-report.ts';
import { documentationRoutes } from './documentation.ts';
import { healthRoutes } from './health.ts';
import { metricsRoute } from './metrics.ts';
import { otlpRoutes } from './otlp/index.ts';
import { pageRoutes, type PagesOptions } from './pages/index.ts';

/** Every route. A folder under `routes/` is a part of the path. */
export const routes: FastifyPluginAsync<{ collected: CollectedRoute[]; pages: PagesOptions }> = async (
  app,
  options
) => {
  const plain = [
    queryRoute,
    eventsRoutes,
    hooksRoute,
    entityRoutes,
    lookupRoutes,
    liveRoute,
    liveLogsRoute,
    loginRoutes,
    purgeRoute,
    importRoute,
    runControlRoutes,
    runReportRoutes,
    otlpRoutes,
    healthRoutes,
    metricsRoute,
  ];
  for (const route of plain) {
    await app.register(route);
  }
  await app.register(documentationRoutes, { routes: options.collected });
  await app.register(pageRoutes, options.pages);
};
