import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type FastifyRequest } from 'fastify';
import Type from 'typebox';
import { awaitAnswer, type ControlCommand, sendControl, withdraw } from '../../execution/runner/control-inbox.ts';
import { currentRunner } from '../../execution/runner/lock.ts';
import { type RunFolder, runFolder } from '../../execution/runner/run-folder.ts';
import { readSummary } from '../../execution/runner/run-summary.ts';
import { COOKIE_NAME } from '../../plugins/authentication.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { errorAnswers, Identifier } from '../schemas.ts';

const ACTIONS = [
  'pause',
  'continue',
  'stop',
  'emergency-stop',
  'skip',
  'retry',
  'approve',
  'override',
  'checkpoint',
] as const;
const WAIT_MS = 8_000;
const ById = Type.Object({ id: Identifier });
const Body = Type.Object(
  {
    action: Type.Enum([...ACTIONS]),
    taskId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 512, description: 'For skip, retry, approve, override' })
    ),
    status: Type.Optional(Type.String({ maxLength: 64, description: 'For override' })),
    reason: Type.Optional(Type.String({ maxLength: 1000, description: 'Kept with the command' })),
  },
  { additionalProperties: false }
);

/** Controls runs of `execute` on this machine. Commands are files in the run's folder, so the runner need not be a child of the service. */
export const runControlRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/v1/runs/:id/control',
    {
      schema: {
        tags: ['entities'],
        summary: 'Whether a run can be controlled from here now',
        params: ById,
        querystring: Type.Object({}, { additionalProperties: false }),
        response: {
          200: Type.Object({
            running: Type.Boolean({ description: 'A runner on this machine works on it' }),
            phase: Type.Optional(Type.String({ description: 'running, paused, stopping or ended' })),
            pausedBy: Type.Optional(Type.String()),
            endReason: Type.Optional(Type.String()),
            autonomous: Type.Optional(Type.Boolean({ description: 'Begins tasks without their approval' })),
            executor: Type.Optional(Type.String()),
            parallel: Type.Optional(Type.Integer({ description: 'Attempts at once, by its settings' })),
            parallelNow: Type.Optional(Type.Integer({ description: 'Attempts at once that are allowed now' })),
            pausedUntil: Type.Optional(Type.Number({ description: 'Nothing begins until then, after failures; ms' })),
          }),
          ...errorAnswers,
        },
      },
    },
    async (request) => {
      const folder = folderOf(app.service.dataDir, request.params.id);
      const running = folder !== undefined && currentRunner(folder.lockFile) !== undefined;
      const summary = folder && readSummary(folder);
      return { running, ...summary, ...(summary && !running ? { phase: 'ended' } : {}) };
    }
  );

  app.post(
    '/api/v1/runs/:id/control',
    {
      config: { access: 'control' },
      schema: {
        tags: ['control'],
        summary: 'Pause, continue or stop a run; skip, retry, approve or override a task of it; save a checkpoint',
        security: [{ controlToken: [] }],
        params: ById,
        body: Body,
        response: {
          200: Type.Object({ message: Type.String(), checkpoint: Type.Optional(Type.String()) }),
          ...errorAnswers,
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const folder = folderOf(app.service.dataDir, id);
      if (!folder || !currentRunner(folder.lockFile)) {
        throw new HttpError(
          409,
          'NOT_RUNNING',
          `Run “${id}” is not being executed on the machine of this service, so it cannot be controlled.`
        );
      }
      const command: ControlCommand = { ...request.body, actor: actorOf(request) };
      const sent = sendControl(folder.controlDir, command);
      const answer = await awaitAnswer(folder.controlDir, sent, WAIT_MS);
      if (!answer) {
        withdraw(folder.controlDir, sent);
        throw new HttpError(
          504,
          'NO_ANSWER',
          `Run “${id}” did not answer within ${WAIT_MS / 1000} s; nothing was changed.`
        );
      }
      if (!answer.ok) {
        throw new HttpError(409, 'REFUSED', answer.text);
      }
      return { message: answer.text, ...(answer.checkpoint === undefined ? {} : { checkpoint: answer.checkpoint }) };
    }
  );
};

/** Whoever holds the control token says who they act for, as Grafana does with the login; a browser that has logged in is the page. */
function actorOf({ headers, cookies }: FastifyRequest): string {
  const header = headers['x-taskmaster-actor'];
  const text = Array.isArray(header) ? header[0] : header;
  if (text !== undefined && text !== '') {
    return decoded(text).slice(0, 200);
  }
  return headers.authorization === undefined && cookies[COOKIE_NAME] !== undefined ? 'page' : 'api';
}

/** Header values are ASCII: other letters of a name come percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign of its own
  }
}

function folderOf(dataDir: string | undefined, id: string): RunFolder | undefined {
  try {
    return dataDir === undefined ? undefined : runFolder(dataDir, id);
  } catch {
    return undefined; // no id of a run of ours
  }
}
