import { existsSync } from 'node:fs';
import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type RunFolder, runFolder } from '../../execution/runner/run-folder.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { REPORT_FORMATS } from '../../report/render.ts';
import { renderInThread } from '../../report/render-in-thread.ts';
import { packageVersion } from '../../util/package-root.ts';
import { type Store } from '../../store/types.ts';
import { errorAnswers, Identifier } from '../schemas.ts';

const TYPES = { html: 'text/html; charset=utf-8', csv: 'text/csv; charset=utf-8', json: 'application/json' } as const;
/** Reports are made one after the other: each takes a thread and some memory. */
const MOST_WAITING = 5;

/** Reports of runs, as files. */
export const runReportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  app.get(
    '/api/v1/runs/:id/report',
    {
      schema: {
        tags: ['entities'],
        summary:
          'Report of a run: whole where it was executed on the machine of this service, else what was seen of it',
        params: Type.Object({ id: Identifier }),
        querystring: Type.Object(
          { format: Type.Optional(Type.Enum([...REPORT_FORMATS], { default: 'html' })) },
          { additionalProperties: false }
        ),
        response: {
          200: { description: 'HTML, CSV or JSON', content: { 'text/html': { schema: Type.String() } } },
          ...errorAnswers,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { format = 'html' } = request.query;
      const { dataDir } = app.service;
      if (dataDir === undefined || !(await isKnown(app.service.store, dataDir, id))) {
        throw new HttpError(404, 'NOT_FOUND', `There is no run “${id}” here, so there is no report of it.`);
      }
      if (waiting >= MOST_WAITING) {
        throw new HttpError(503, 'BUSY', 'Several reports are being made already; ask again in a moment.');
      }
      waiting += 1;
      const report = last
        .catch(() => undefined)
        .then(async () => renderInThread({ dataDir, run: id, format, version: packageVersion() }));
      last = report;
      try {
        const text = await report;
        return await reply.type(TYPES[format]).header('cache-control', 'no-store').send(text);
      } finally {
        waiting -= 1;
      }
    }
  );
};

async function isKnown(store: Store, dataDir: string, run: string): Promise<boolean> {
  return hasLog(dataDir, run) || (await store.read('run', { id: run })) !== null;
}

function hasLog(dataDir: string, run: string): boolean {
  let folder: RunFolder;
  try {
    folder = runFolder(dataDir, run);
  } catch {
    return false; // no id of a run of ours
  }
  return existsSync(folder.logFile);
}
