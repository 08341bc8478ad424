import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type WriterRequest } from './protocol.ts';

/** At most this many requests, or about this many bytes of bodies, in one transaction: an acknowledgement should not wait long. */
const MOST_REQUESTS = 256;
const MOST_BYTES = 4 * 1024 * 1024;

/** The request that woke the thread and all that are waiting behind it, up to the limits, in order. */
export function drain(first: WriterRequest, port: MessagePort): WriterRequest[] {
  const requests = [first];
  let bytes = bytesOf(first);
  while (requests.length < MOST_REQUESTS && bytes < MOST_BYTES) {
    const next = receiveMessageOnPort(port) as { message: WriterRequest } | undefined;
    if (!next) {
      break;
    }
    requests.push(next.message);
    bytes += bytesOf(next.message);
  }
  return requests;
}

/** About how much a request weighs: bodies as they are, events and points by the usual size of one. */
export function bytesOf(
  request: Pick<WriterRequest, 'kind'> & Partial<{ body: Uint8Array; events: unknown[]; points: unknown[] }>
): number {
  return (
    (request.body?.byteLength ?? 0) + (request.events?.length ?? 0) * 600 + (request.points?.length ?? 0) * 400 + 200
  );
}
