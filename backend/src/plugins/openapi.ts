import { type FastifyInstance, type FastifySchema, type HTTPMethods } from 'fastify';
import { packageVersion } from '../util/package-root.ts';

/** A route as it was declared, kept so that the document can be made later, when it is asked for. */
export interface CollectedRoute {
  method: HTTPMethods | HTTPMethods[];
  url: string;
  schema: FastifySchema;
  body?: Record<string, unknown>;
  control: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Request body of a route that gets bytes, by content type, for the document only. */
    openapiBody?: Record<string, unknown>;
  }
}

/** Collects every route that is declared after this call and is not hidden. */
export function collectRoutes(app: FastifyInstance): CollectedRoute[] {
  const routes: CollectedRoute[] = [];
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    const hidden = schema === undefined || (schema as { hide?: boolean }).hide === true || method === 'HEAD';
    if (!hidden) {
      routes.push({
        method: method as HTTPMethods,
        url,
        schema,
        ...(config?.openapiBody ? { body: config.openapiBody } : {}),
        control: config?.access === 'control',
      });
    }
  });
  return routes;
}

const TAGS = [
  { name: 'query', description: 'Ask: structured queries in, data frames out' },
  { name: 'entities', description: 'Plain objects' },
  { name: 'live', description: 'What changes, as it changes' },
  { name: 'ingest', description: 'Doors for events, hooks and telemetry' },
  { name: 'control', description: 'What changes or deletes; needs the control token' },
  { name: 'health', description: 'How the service is' },
  { name: 'pages', description: 'For people' },
];

/** The OpenAPI document of the collected routes. */
export async function openApiDocument(routes: readonly CollectedRoute[]): Promise<Record<string, unknown>> {
  const [{ default: fastify }, { default: swagger }] = await Promise.all([
    import('fastify'),
    import('@fastify/swagger'),
  ]);
  const app = fastify({ logger: false, ajv: { customOptions: { strict: false } } });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Task Master Observability',
        version: packageVersion(),
        description:
          'What AI agents do to a Task Master project. On loopback reading and ingesting need no token; what controls needs the control token (file `control-token` in the data folder). With an API token every route but `/health/*` and the log-in needs one.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: TAGS,
      components: {
        securitySchemes: {
          apiToken: { type: 'http', scheme: 'bearer', description: 'TASKMASTER_OBSERVE_TOKEN' },
          controlToken: { type: 'http', scheme: 'bearer', description: 'File control-token of the data folder' },
        },
      },
    },
  });
  for (const { method, url, schema } of routes) {
    app.route({ method, url, schema, exposeHeadRoute: false, handler: () => undefined });
  }
  await app.ready();
  const document = structuredClone(app.swagger()) as unknown as {
    paths: Record<string, Record<string, { requestBody?: unknown }>>;
  };
  await app.close();
  for (const { method, url, body } of routes) {
    const operation = document.paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[String(method).toLowerCase()];
    if (operation && body) {
      operation.requestBody = { required: true, content: withNamedExamples(body) };
    }
  }
  return document as unknown as Record<string, unknown>;
}

/** OpenAPI wants examples of a media type named. */
function withNamedExamples(content: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).map(([type, value]) => {
      const { examples, ...rest } = value as { examples?: unknown[] };
      if (!examples) {
        return [type, rest];
      }
      const named = Object.fromEntries(examples.map((example, index) => [`example${index + 1}`, { value: example }]));
      return [type, { ...rest, examples: named }];
    })
  );
}
