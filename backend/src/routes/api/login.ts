import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { COOKIE_NAME } from '../../plugins/authentication.ts';
import { errorAnswers } from '../schemas.ts';

const Body = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 512 }),
    next: Type.Optional(
      Type.String({ maxLength: 2048, description: 'Page to go to afterwards; only used by the log-in form' })
    ),
  },
  { additionalProperties: false }
);

/** Exchanges a token for a cookie that scripts in the page cannot read. */
export const loginRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 8192 },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    }
  );

  app.post(
    '/api/v1/login',
    {
      config: { access: 'open' },
      schema: {
        tags: ['control'],
        summary: 'Log in with the API token or the control token',
        body: Body,
        response: { 200: Type.Object({ level: Type.Enum(['read', 'control']) }), ...errorAnswers },
      },
    },
    async (request, reply) => {
      const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
      const { token, next } = request.body;
      if (!isForm) {
        return { level: app.logIn(request, reply, token) };
      }
      try {
        app.logIn(request, reply, token);
      } catch {
        return reply.redirect(`/login?failed=1&next=${encodeURIComponent(localPath(next))}`, 303);
      }
      return reply.redirect(localPath(next), 303);
    }
  );

  app.get(
    '/api/v1/login',
    {
      config: { access: 'open' },
      schema: {
        tags: ['control'],
        summary: 'What the caller may do: read, and control (purge, import …)',
        response: { 200: Type.Object({ read: Type.Boolean(), control: Type.Boolean() }), ...errorAnswers },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return app.rightsOf(request);
    }
  );

  app.post(
    '/api/v1/logout',
    {
      config: { access: 'open' },
      schema: { tags: ['control'], summary: 'Forget the log-in', response: { 204: Type.Null(), ...errorAnswers } },
    },
    async (_request, reply) => {
      void reply.clearCookie(COOKIE_NAME, { path: '/' });
      return reply.code(204).send(null);
    }
  );
};

/** A path of this service, never an address elsewhere. */
export function localPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/';
}
