import { type IngestContext } from '../context.ts';
import { readAttribute, readValue } from './attributes-protobuf.ts';
import { type DecodedLogs } from './decoded.ts';
import { addLog, type RawLog } from './log.ts';
import { sourceOf } from './origin.ts';
import { type Reader } from './reader.ts';
import { readResources } from './resources-protobuf.ts';

/** Decodes an ExportLogsServiceRequest. Throws a WireError where the bytes are no protobuf. */
export function decodeLogsProtobuf(reader: Reader, receivedAt: number, context: IngestContext): DecodedLogs {
  const decoded: DecodedLogs = { logs: [], rejected: [] };
  readResources(reader, context, (resource, scope) => {
    const source = sourceOf(resource, scope, context);
    return () => addLog(decoded, source, context, receivedAt, readLog(reader, context));
  });
  return decoded;
}

function readLog(reader: Reader, context: IngestContext): RawLog {
  const end = reader.limit();
  const log: RawLog = {
    time: 0,
    observed: 0,
    severityNumber: 0,
    severityText: '',
    body: undefined,
    eventName: '',
    traceId: '',
    spanId: '',
    attributes: {},
    contents: {},
  };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 9:
        log.time = reader.fixed64();
        break;
      case 16:
        log.severityNumber = reader.varint();
        break;
      case 26:
        log.severityText = reader.string();
        break;
      case 42:
        log.body = readValue(reader, 0);
        break;
      case 50:
        readAttribute(reader, log.attributes, context, log.contents);
        break;
      case 74:
        log.traceId = reader.hex();
        break;
      case 82:
        log.spanId = reader.hex();
        break;
      case 89:
        log.observed = reader.fixed64();
        break;
      case 98:
        log.eventName = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return log;
}
