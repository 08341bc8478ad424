import { gunzipSync } from 'node:zlib';
import { type BodyInfo, type Door, type Ingested } from '../store/types.ts';
import { decodeHooks } from './claude-code/hooks.ts';
import { type IngestContext } from './context.ts';
import { decodeEvents } from './events/decode.ts';
import { withoutFuture } from './future.ts';
import { decodeLogs, decodeMetrics, decodeTraces } from './otlp/decode.ts';

export { type IngestContext } from './context.ts';
export { createMemory } from './memory.ts';

/** Largest body after unpacking, bytes. */
const LARGEST_UNPACKED = 64 * 1024 * 1024;

const DECODERS: Record<Door, (body: Uint8Array, info: BodyInfo, context: IngestContext) => Ingested> = {
  'otlp-traces': decodeTraces,
  'otlp-metrics': decodeMetrics,
  'otlp-logs': decodeLogs,
  'claude-hook': decodeHooks,
  events: decodeEvents,
};

const WHAT: Record<Door, string> = {
  'otlp-traces': 'an OTLP ExportTraceServiceRequest',
  'otlp-metrics': 'an OTLP ExportMetricsServiceRequest',
  'otlp-logs': 'an OTLP ExportLogsServiceRequest',
  'claude-hook': 'the JSON of a Claude Code hook',
  events: 'a JSON array, a JSON object or newline-delimited JSON of events',
};

/**
 * What one body brings: events for the journal, telemetry records, both already redacted, and what was refused. Never
 * throws: a body that cannot be read at all is one rejection without an index.
 */
export function decodeDoor(door: Door, body: Uint8Array, info: BodyInfo, context: IngestContext): Ingested {
  try {
    const taken = DECODERS[door](unpacked(body, info), info, context);
    return door.startsWith('otlp-') ? withoutFuture(taken, info.receivedAt) : taken;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      events: [],
      metrics: [],
      spans: [],
      logs: [],
      rejected: [{ message: `The body is not ${WHAT[door]}: ${reason.slice(0, 300)}` }],
    };
  }
}

function unpacked(body: Uint8Array, info: BodyInfo): Uint8Array {
  return info.contentEncoding === 'gzip' || info.contentEncoding === 'x-gzip'
    ? gunzipSync(body, { maxOutputLength: LARGEST_UNPACKED })
    : body;
}
