import { hostname } from 'node:os';
import { type FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { bare, isAddress, isLoopback } from '../util/loopback.ts';
import { HttpError } from './http-error.ts';

/**
 * Keeps web pages of other origins out. A page elsewhere can make a browser send requests to a service on this machine,
 * under a foreign name that was made to resolve to 127.0.0.1 (DNS rebinding: the Host header betrays it) or directly
 * (Origin and Sec-Fetch-Site betray it). Programs that are no browsers send neither header.
 */

export interface SameOriginOptions {
  /** Address the service listens on. */
  host: string;
  allowedHosts: readonly string[];
}

type Headers = Record<string, string | string[] | undefined>;

/** The reason a request must not be answered, or undefined. */
export function refusal(headers: Headers, method: string, options: SameOriginOptions): HttpError | undefined {
  const host = one(headers.host);
  if (host === undefined || !isOurName(host, options)) {
    return new HttpError(
      421,
      'WRONG_HOST',
      `This service does not answer to the name “${clip(host ?? '')}”. Call it by its loopback address, or add the name to the setting allowedHosts.`
    );
  }
  const origin = one(headers.origin);
  if (origin !== undefined && !isSameOrigin(origin, host)) {
    return new HttpError(403, 'CROSS_ORIGIN', `Pages of ${clip(origin)} may not call this service.`);
  }
  const site = one(headers['sec-fetch-site']);
  if ((site === 'cross-site' || site === 'same-site') && !isNavigation(headers, method)) {
    return new HttpError(403, 'CROSS_ORIGIN', 'Pages of other sites may not call this service.');
  }
  return undefined;
}

function isOurName(host: string, { host: bound, allowedHosts }: SameOriginOptions): boolean {
  const name = bare(host);
  if (isLoopback(name) || isAddress(name)) {
    return true;
  }
  const own = isLoopback(bound) ? [] : [bare(bound), hostname().toLowerCase()];
  return [...own, ...allowedHosts.map(bare)].includes(name);
}

/** The same name and port; the scheme may differ behind a TLS proxy. */
function isSameOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host.toLowerCase() === host.trim().toLowerCase();
}

/** Somebody followed a link to a page of ours: nothing of it is readable by the page it stood on. */
function isNavigation(headers: Headers, method: string): boolean {
  return (
    method === 'GET' && one(headers['sec-fetch-mode']) === 'navigate' && one(headers['sec-fetch-dest']) === 'document'
  );
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function clip(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
}

export const sameOrigin = fp<SameOriginOptions>(
  (app, options, done) => {
    app.addHook('onRequest', (request: FastifyRequest, _reply, next) => {
      next(refusal(request.headers, request.method, options));
    });
    done();
  },
  { name: 'same-origin' }
);
