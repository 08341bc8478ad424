import fp from 'fastify-plugin';
import { type Metrics } from '../metrics/metrics.ts';

/** Files of the page have names that change with each build: all of them are one route. */
const routeName = (url = 'none') => (url.startsWith('/assets/') ? '/assets/*' : url);

/** Measures every answer, under its route template. Long-lived connections are not requests of that kind. */
export const httpMetrics = fp<{ metrics: Metrics }>(
  (app, { metrics }, done) => {
    app.addHook('onResponse', (request, reply, next) => {
      const route = routeName(request.routeOptions.url);
      if (route !== '/api/v1/live') {
        const bytes = Number(reply.getHeader('content-length') ?? 0);
        metrics.requests.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000, bytes);
      }
      next();
    });
    done();
  },
  { name: 'http-metrics' }
);
