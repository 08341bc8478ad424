import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { HttpError } from '../../plugins/http-error.ts';
import { sendFound } from '../json-bytes.ts';
import { AnyJson, AnyList, errorAnswers, Identifier } from '../schemas.ts';

const ById = Type.Object({ id: Identifier });
const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 100 })),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
};
const strict = { additionalProperties: false } as const;
/** Nothing may stand in the query string. */
const NoQuery = Type.Object({}, strict);

/** Plain REST for people and scripts: objects with the names of the query columns. */
export const entityRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { store } = app.service;

  app.get(
    '/api/v1/projects',
    {
      schema: {
        tags: ['entities'],
        summary: 'Projects, the latest active first',
        querystring: Type.Object(
          { ...page, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) },
          strict
        ),
        response: { 200: AnyList, ...errorAnswers },
      },
    },
    async (request, reply) => sendFound(reply, await store.read('projects', { ...request.query }), 'project')
  );

  app.get(
    '/api/v1/projects/:id',
    {
      schema: {
        tags: ['entities'],
        summary: 'A project, with its status',
        params: ById,
        querystring: NoQuery,
        response: { 200: AnyJson, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return sendFound(reply, await store.read('project', { id }), `project “${id}”`);
    }
  );

  app.get(
    '/api/v1/runs',
    {
      schema: {
        tags: ['entities'],
        summary: 'Runs, newest first',
        querystring: Type.Object(
          {
            project: Type.Optional(Identifier),
            source: Type.Optional(Type.Enum(['observed', 'execute', 'git'])),
            ...page,
          },
          strict
        ),
        response: { 200: AnyList, ...errorAnswers },
      },
    },
    async (request, reply) => sendFound(reply, await store.read('runs', { ...request.query }), 'run')
  );

  app.get(
    '/api/v1/runs/:id',
    {
      schema: {
        tags: ['entities'],
        summary: 'A run',
        params: ById,
        querystring: NoQuery,
        response: { 200: AnyJson, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return sendFound(reply, await store.read('run', { id }), `run “${id}”`);
    }
  );

  app.get(
    '/api/v1/tasks/:id',
    {
      schema: {
        tags: ['entities'],
        summary: 'A task or subtask, with its attempts and dependencies',
        description:
          'The id is `<project>/<tag>/<taskId>`, URL-encoded, or just the task id with `project` (and `tag`) in the query string.',
        params: ById,
        querystring: Type.Object({ project: Type.Optional(Identifier), tag: Type.Optional(Identifier) }, strict),
        response: { 200: AnyJson, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { project, tag } = request.query;
      const parts = id.split('/');
      const whole = parts.length >= 3;
      if (!whole && project === undefined) {
        throw new HttpError(
          400,
          'INVALID',
          '“project” is missing in the query string: a task id alone fits several projects.',
          {
            field: 'project',
          }
        );
      }
      const args = whole
        ? { project: parts[0], tag: parts.slice(1, -1).join('/'), taskId: parts.at(-1) }
        : { project, ...(tag === undefined ? {} : { tag }), taskId: id };
      return sendFound(reply, await store.read('task', args), `task “${id}”`);
    }
  );

  app.get(
    '/api/v1/sessions',
    {
      schema: {
        tags: ['entities'],
        summary: 'Agent sessions, the latest first',
        querystring: Type.Object(
          { project: Type.Optional(Identifier), run: Type.Optional(Identifier), ...page },
          strict
        ),
        response: { 200: AnyList, ...errorAnswers },
      },
    },
    async (request, reply) => sendFound(reply, await store.read('sessions', { ...request.query }), 'session')
  );

  app.get(
    '/api/v1/sessions/:id',
    {
      schema: {
        tags: ['entities'],
        summary: 'An agent session',
        params: ById,
        querystring: NoQuery,
        response: { 200: AnyJson, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return sendFound(reply, await store.read('session', { id }), `session “${id}”`);
    }
  );
};
