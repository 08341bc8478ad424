import fp from 'fastify-plugin';
import { type OtlpForwarder } from '../forward/otlp-forwarder.ts';
import { type LiveHub } from '../live/hub.ts';
import { type Metrics } from '../metrics/metrics.ts';
import { type ReadyReport } from '../service/readiness.ts';
import { type PurgeRequest, type Store } from '../store/types.ts';

/** What routes reach through `app.service`. */
export interface ServiceContext {
  store: Store;
  hub: LiveHub;
  metrics: Metrics;
  forwarder?: OtlpForwarder;
  /** Data folder; absent where the service keeps nothing on disk. */
  dataDir?: string;
  readiness(): Promise<ReadyReport>;
  /** Takes what was purged out of everything that is not the store. */
  purged?(request: PurgeRequest): Promise<void>;
  /** Begins an import of git history; answers with a sentence. Absent where nothing is followed. */
  importHistory?(request: { path: string; sinceMs?: number }): Promise<{ message: string; job: string }>;
}

declare module 'fastify' {
  interface FastifyInstance {
    service: ServiceContext;
  }
}

export const serviceContext = fp<{ context: ServiceContext }>(
  (app, { context }, done) => {
    app.decorate('service', context);
    done();
  },
  { name: 'service-context' }
);
