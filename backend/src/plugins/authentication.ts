import cookie from '@fastify/cookie';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { FailureLimit } from '../service/failure-limit.ts';
import { sameSecret } from '../util/compare.ts';
import { type Level, openCookie, sealCookie } from './cookie-seal.ts';
import { HttpError } from './http-error.ts';

/**
 * Who may do what. With an API token every route needs it (or the control token), except those marked `open`. Routes
 * marked `control` need the control token in any case. The page logs in once and holds a sealed cookie.
 */

export interface AuthenticationOptions {
  /** API token; undefined on a service that listens on loopback only. */
  token?: string;
  /** Made at the first start, readable by its owner only. */
  controlToken: string;
}

export const COOKIE_NAME = 'taskmaster_observe';
const COOKIE_DAYS = 30;

export interface Rights {
  read: boolean;
  control: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** open: answered without a token; control: needs the control token even on loopback. */
    access?: 'open' | 'control';
  }
  interface FastifyInstance {
    /** Checks a token and sets the cookie; throws 401 or 429. */
    logIn(request: FastifyRequest, reply: FastifyReply, token: string): Level;
    /** What the caller may do as it stands; throws 401 where it brings a token that is wrong. */
    rightsOf(request: FastifyRequest): Rights;
  }
}

export const authentication = fp<AuthenticationOptions>(
  async (app, options) => {
    const { token, controlToken } = options;
    const cookieKey = `${controlToken}\n${token ?? ''}`;
    const failures = new FailureLimit();
    await app.register(cookie);

    const levelOf = (secret: string): Level | undefined => {
      if (sameSecret(secret, controlToken)) {
        return 'control';
      }
      return token !== undefined && sameSecret(secret, token) ? 'read' : undefined;
    };

    /** The caller's level; throws where a token was given and is wrong. */
    const identify = (request: FastifyRequest): Level | undefined => {
      const header = request.headers.authorization;
      if (header !== undefined && /^bearer /i.test(header)) {
        refuseBruteForce(failures, request);
        const secret = header.slice(7).trim();
        const level = levelOf(secret);
        if (!level) {
          failures.failed(request.ip, secret);
          throw new HttpError(401, 'WRONG_TOKEN', 'The token is not the right one.');
        }
        return level;
      }
      const sealed = request.cookies[COOKIE_NAME];
      return sealed === undefined ? undefined : openCookie(sealed, cookieKey, Date.now());
    };

    app.addHook('onRequest', async (request, reply) => {
      const access = request.routeOptions.config.access;
      if (access === 'open' || (token === undefined && access !== 'control')) {
        return;
      }
      const level = identify(request);
      if (level === 'control' || (level === 'read' && access !== 'control')) {
        return;
      }
      if (level === undefined && wantsPage(request)) {
        await reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303);
        return;
      }
      if (access === 'control') {
        throw new HttpError(
          level ? 403 : 401,
          'CONTROL_TOKEN_NEEDED',
          'This needs the control token, which is in the file “control-token” of the data folder; send it as “Authorization: Bearer …”.'
        );
      }
      throw new HttpError(401, 'TOKEN_NEEDED', 'This service needs its token; send it as “Authorization: Bearer …”.');
    });

    app.decorate('rightsOf', (request: FastifyRequest): Rights => {
      const level = identify(request);
      return { read: token === undefined || level !== undefined, control: level === 'control' };
    });

    app.decorate('logIn', (request: FastifyRequest, reply: FastifyReply, secret: string): Level => {
      refuseBruteForce(failures, request);
      const level = levelOf(secret);
      if (!level) {
        failures.failed(request.ip, secret);
        throw new HttpError(401, 'WRONG_TOKEN', 'The token is not the right one.');
      }
      const maxAge = COOKIE_DAYS * 86_400;
      reply.setCookie(COOKIE_NAME, sealCookie(level, Date.now() + maxAge * 1000, cookieKey), {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        maxAge,
      });
      return level;
    });
  },
  { name: 'authentication' }
);

function refuseBruteForce(failures: FailureLimit, request: FastifyRequest): void {
  const wait = failures.waitMs(request.ip);
  if (wait > 0) {
    throw new HttpError(429, 'TOO_MANY_FAILURES', 'Too many wrong tokens; wait a minute and try again.', {
      retryAfterMs: wait,
    });
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && !request.ws && (request.headers.accept ?? '').includes('text/html');
}
