import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { describeError } from '../plugins/errors.ts';
import { contentTypeOf, rawBody } from '../plugins/raw-bodies.ts';
import { type AppendResult, type Door } from '../store/types.ts';

/** Hands a body to the writer thread as bytes, measured. Resolves when what was accepted is on disk. */
export async function ingest(
  app: FastifyInstance,
  request: FastifyRequest,
  door: Door,
  body?: Buffer
): Promise<AppendResult> {
  const { store, metrics } = app.service;
  const { own } = metrics;
  const receivedAt = Date.now();
  const contentType = contentTypeOf(request);
  let bytes = 0;
  try {
    const raw = body ?? (await rawBody(request));
    bytes = raw.byteLength;
    own.inFlight.inc();
    own.inFlightBytes.inc(bytes);
    const began = performance.now();
    const result = await store
      .ingest(door, raw, { contentType, receivedAt })
      .finally(() => (own.inFlight.dec(), own.inFlightBytes.dec(bytes)));
    own.commitSeconds.observe({ door }, (performance.now() - began) / 1000);
    own.ingestRequests.inc({ door, outcome: 'accepted' });
    own.ingestBytes.inc({ door }, bytes);
    own.ingestRecords.inc({ door, outcome: 'accepted' }, result.accepted);
    own.ingestRecords.inc({ door, outcome: 'duplicate' }, result.duplicates);
    own.ingestRecords.inc({ door, outcome: 'rejected' }, result.rejected.length);
    return result;
  } catch (error) {
    own.ingestRequests.inc({ door, outcome: outcomeOf(describeError(error).statusCode) });
    throw error;
  }
}

function outcomeOf(status: number): string {
  return status === 503 || status === 429 ? 'overloaded' : status < 500 ? 'refused' : 'failed';
}
