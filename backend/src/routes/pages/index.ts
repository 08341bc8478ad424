import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { statusReport } from '../../service/status-report.ts';
import { PACKAGE_ROOT } from '../../util/package-root.ts';
import { localPath } from '../api/login.ts';
import { loginPage } from './login-page.ts';
import { statusPage } from './status-page.ts';

export interface PagesOptions {
  /** Folder of the built page. */
  webRoot?: string;
  /** Folder of the built Grafana bundle; the page loads its plugins from there. */
  bundleRoot?: string;
}

const HTML = 'text/html; charset=utf-8';

/** Pages for people: the stand-alone page where it is built, the plain status page, the log-in form. */
export const pageRoutes: FastifyPluginAsyncTypebox<PagesOptions> = async (app, options) => {
  const webRoot = options.webRoot ?? join(PACKAGE_ROOT, 'web', 'dist');
  const bundleRoot = options.bundleRoot ?? join(PACKAGE_ROOT, 'dist', 'taskmaster-observability-app');

  app.get('/status', { schema: { tags: ['pages'], summary: 'Plain status page' } }, async (_request, reply) => {
    const { store } = app.service;
    const [projects, engines] = await Promise.all([statusReport(store), store.engines().catch(() => [])]);
    const troubles = engines.filter(({ health }) => health.state !== 'ok').map(({ health }) => health.text);
    return reply
      .type(HTML)
      .header('cache-control', 'no-store')
      .send(statusPage(projects, Date.now(), troubles));
  });

  app.get(
    '/login',
    {
      config: { access: 'open' },
      schema: {
        hide: true,
        querystring: Type.Object({ next: Type.Optional(Type.String()), failed: Type.Optional(Type.String()) }),
      },
    },
    async (request, reply) => {
      const { next, failed } = request.query;
      return reply.type(HTML).send(loginPage(localPath(next), failed !== undefined));
    }
  );

  if (existsSync(bundleRoot)) {
    await app.register(fastifyStatic, {
      root: bundleRoot,
      prefix: '/public/plugins/taskmaster-observability-app/',
      decorateReply: false,
      index: false,
    });
  }
  if (existsSync(join(webRoot, 'index.html'))) {
    await app.register(fastifyStatic, { root: webRoot, prefix: '/', decorateReply: false, wildcard: false });
    // Addresses inside the page: it finds its way itself. A task's id may hold a dot, so that none is taken for a file.
    for (const url of ['/a/*', '/d/*']) {
      app.get(url, { schema: { hide: true } }, async (_request, reply) =>
        reply
          .type(HTML)
          .header('cache-control', 'no-cache')
          .send(await readFile(join(webRoot, 'index.html')))
      );
    }
  } else {
    app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/status', 302));
  }
};
