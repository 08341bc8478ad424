import { buildApp } from './app.ts';
import { LiveHub } from './live/hub.ts';
import { Metrics } from './metrics/metrics.ts';
import { openApiDocument } from './plugins/openapi.ts';
import { type Store } from './store/types.ts';

/** The OpenAPI document of the service, made without starting it. */
export async function describeApi(): Promise<Record<string, unknown>> {
  const store = {
    append: async () => ({ seq: 0, accepted: 0, duplicates: 0, rejected: [] }),
    onEvents: () => () => undefined,
  } as unknown as Store; // no route is called
  const hub = await LiveHub.open(store, () => undefined);
  const context = {
    store,
    hub,
    metrics: new Metrics('local'),
    readiness: async () => ({ state: 'ok' as const, dependencies: [] }),
  };
  const app = await buildApp({ context, host: '127.0.0.1', allowedHosts: [], controlToken: 'none' });
  try {
    await app.ready();
    return await openApiDocument(app.collected);
  } finally {
    await app.close();
  }
}
