import { type FastifyReply } from 'fastify';
import { HttpError } from '../plugins/http-error.ts';

/** Sends JSON that is encoded already, untouched. */
export function sendJson(reply: FastifyReply, bytes: Uint8Array): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** The same, or 404 with a sentence where there is nothing. */
export function sendFound(reply: FastifyReply, bytes: Uint8Array | null, what: string): FastifyReply {
  if (bytes === null) {
    throw new HttpError(404, 'NOT_FOUND', `There is no ${what}.`);
  }
  return sendJson(reply, bytes);
}
