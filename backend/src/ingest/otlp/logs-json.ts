import { type Attributes } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { type Contents } from '../redact/values.ts';
import { plainValue, takeAttributes } from './attributes-json.ts';
import { type DecodedLogs } from './decoded.ts';
import { objectsIn, textOf } from './json.ts';
import { addLog } from './log.ts';
import { eachScope } from './resources-json.ts';
import { toNumber } from './values.ts';

/** Decodes an ExportLogsServiceRequest in JSON. */
export function decodeLogsJson(body: unknown, receivedAt: number, context: IngestContext): DecodedLogs {
  const decoded: DecodedLogs = { logs: [], rejected: [] };
  eachScope(body, 'resourceLogs', ['scopeLogs', 'instrumentationLibraryLogs'], context, (source, scope) => {
    for (const log of objectsIn(scope, 'logRecords', 'logs')) {
      const attributes: Attributes = {};
      const contents: Contents = {};
      takeAttributes(log.attributes, attributes, context, contents);
      addLog(decoded, source, context, receivedAt, {
        time: toNumber(log.timeUnixNano) || 0,
        observed: toNumber(log.observedTimeUnixNano) || 0,
        severityNumber: log.severityNumber,
        severityText: textOf(log.severityText),
        body: log.body === undefined ? undefined : plainValue(log.body, 0),
        eventName: textOf(log.eventName),
        traceId: textOf(log.traceId),
        spanId: textOf(log.spanId),
        attributes,
        contents,
      });
    }
  });
  return decoded;
}
