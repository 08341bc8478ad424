import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { HttpError } from './http-error.ts';

/** Most bytes of one body, on the wire and unpacked. */
export const BODY_LIMIT = 16 * 1024 * 1024;

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/** In this scope bodies stay bytes, whatever their content type: they are decoded off this thread. */
export function keepBodiesRaw(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => {
    done(null, body);
  });
}

/** The bytes of a request, unpacked (on zlib's threads) where they are compressed. Throws 400, 413 or 415. */
export async function rawBody(request: FastifyRequest): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') {
    return body;
  }
  if (encoding !== 'gzip' && encoding !== 'deflate') {
    throw new HttpError(
      415,
      'ENCODING',
      `The encoding “${encoding.slice(0, 40)}” is not known; use gzip, deflate or none.`,
      {
        field: 'content-encoding',
      }
    );
  }
  try {
    return await unpackers[encoding](body, { maxOutputLength: BODY_LIMIT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new HttpError(
        413,
        'TOO_LARGE',
        'The body is larger than 16 MB when unpacked. Send it in several smaller requests.'
      );
    }
    throw new HttpError(400, 'ENCODING', `The body is not valid ${encoding}: ${(error as Error).message}.`, {
      field: 'content-encoding',
    });
  }
}

/** Content type without parameters, lower case. */
export function contentTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
