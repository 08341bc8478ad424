import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { listDashboardFiles } from './dashboard-files.ts';
import { proxy } from './proxy.ts';
import { type Query, recordedAnswers } from './recorded-answers.ts';
import { sendFile } from './static-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const APP = '/public/plugins/taskmaster-observability-app/';

/**
 * What the page may do: scripts of this address only, no inline ones, no eval; workers from blobs (the panels' layout);
 * styles inline, because Grafana's components write theirs while running.
 */
export const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

export interface PageServerOptions {
  /** The service to pass `/api` and `/health` on to; recorded answers where absent. */
  api?: URL;
  /** Folders to serve instead of `web/dist` and `dist/taskmaster-observability-app`. */
  page?: string;
  bundle?: string;
  /** Folder of dashboards to offer instead of those the page was built with. */
  dashboards?: string;
  tasks?: string;
  now?: () => number;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function recordedService(options: PageServerOptions) {
  const recorded = recordedAnswers(options);
  return async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (path === '/api/v1/query' && request.method === 'POST') {
      json(200, recorded.answer((JSON.parse(await readBody(request)) as { queries: Query[] }).queries));
    } else if (path.startsWith('/api/v1/lookup/')) {
      const { searchParams } = new URL(request.url ?? '/', 'http://page');
      const found = recorded.lookUp(path.slice('/api/v1/lookup/'.length), searchParams);
      json(found ? 200 : 404, found ?? { message: `Nothing is recorded for ${path}.` });
    } else if (path === '/api/v1/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': recorded answers do not change\n\n');
    } else if (path.startsWith('/health/')) {
      json(200, { status: 'ok' });
    } else {
      json(404, { message: `Nothing is recorded for ${request.method} ${path}.` });
    }
  };
}

/** The page and the built plugins on one address, with the service behind it or recorded answers in its place. */
export function createPageServer(options: PageServerOptions = {}): Server {
  const page = resolve(ROOT, options.page ?? 'web/dist');
  const bundle = resolve(ROOT, options.bundle ?? 'dist/taskmaster-observability-app');
  const recorded = recordedService(options);
  const headers = { 'content-security-policy': PAGE_POLICY };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (path.startsWith('/api/') || path.startsWith('/health/')) {
      return options.api ? proxy(request, response, options.api) : recorded(request, response, path);
    }
    if (options.dashboards && path.startsWith('/dashboards/')) {
      if (path === '/dashboards/index.json') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(listDashboardFiles(options.dashboards)));
        return;
      }
      if (await sendFile(request, response, options.dashboards, path.slice('/dashboards'.length), {})) {
        return;
      }
    } else if (path.startsWith(APP)) {
      if (await sendFile(request, response, bundle, path.slice(APP.length), {})) {
        return;
      }
    } else if (path !== '/' && (await sendFile(request, response, page, path, headers))) {
      return;
    } else if (
      (/^\/[ad]\//.test(path) || !/\.\w+$/.test(path)) &&
      (await sendFile(request, response, page, 'index.html', headers))
    ) {
      return; // an address inside the page: it finds its way itself; a task's id may hold a dot
    }
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`There is no ${path} here. Was everything built? npm run build\n`);
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) {
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      }
      response.end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
}
