import { type LogRecord } from '../../../backend/src/telemetry/types.ts';

/** Log lines in OTLP's JSON, and the same as documents. */

type Value = { stringValue?: string; intValue?: string; boolValue?: boolean; arrayValue?: { values: Value[] } };

interface Line {
  timeUnixNano: string;
  observedTimeUnixNano: string;
  severityNumber: number;
  severityText: string;
  body: Value;
  traceId?: string;
  spanId?: string;
  attributes: Array<{ key: string; value: Value }>;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const LEVELS = [1, 5, 9, 9, 9, 13, 17, 21];
const WORDS = ['TRACE', 'DEBUG', 'INFO', 'INFO', 'Info', 'WARN', 'ERROR', 'FATAL'];
const BODIES = [
  'claude_code.api_request',
  'The build failed: 3 tests of checkout-service, see /var/log/build.log',
  'Größe geändert; naïve café 42%',
  'compiled successfully in 1200ms',
  'retrying connection to db-primary (attempt 2)',
];
const EVENTS = ['api_request', '', '', 'tool_result', 'api_error'];

/** `count` lines, one every 7 s from `start` on. */
export function sampleLogs(start: number, count: number): { resourceLogs: unknown[] } {
  const groups = new Map<string, Line[]>();
  for (let n = 0; n < count; n++) {
    const at = start + n * 7000 + (n % 3);
    const level = (n * 5 + Math.floor(n / 8)) % 8;
    const event = EVENTS[n % 5]!;
    const service = n % 4 ? 'claude-code' : 'builder';
    const project = ['', 'shop', 'api'][n % 3]!;
    const line: Line = {
      timeUnixNano: `${at}000000`,
      observedTimeUnixNano: `${at}000000`,
      severityNumber: LEVELS[level]!,
      severityText: WORDS[level]!,
      body: { stringValue: BODIES[n % 5]! },
      ...(n % 6 === 0
        ? { traceId: (0xfeed0000 + (n % 12)).toString(16).padStart(32, '0'), spanId: '00000000000000ab' }
        : {}),
      attributes: [
        ...(n % 5 === 4 ? [] : [text('session.id', `s-${n % 3}`)]),
        ...(event ? [text('event.name', event)] : []),
        text('model', n % 2 ? 'sonnet' : 'op"us\\'),
        { key: 'attempt', value: { intValue: String(n % 4) } },
        { key: 'success', value: { boolValue: n % 2 === 0 } },
      ],
    };
    const key = JSON.stringify([service, project]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return {
    resourceLogs: [...groups].map(([key, logRecords]) => {
      const [service, project] = JSON.parse(key) as [string, string];
      const attributes = [text('service.name', service), ...(project ? [text('taskmaster.project', project)] : [])];
      return { resource: { attributes }, scopeLogs: [{ logRecords }] };
    }),
  };
}

/** As the Collector's exporter writes them with OpenTelemetry's mapping. */
export function asOtelDocument(log: LogRecord, severityNumber: number): unknown {
  return {
    '@timestamp': new Date(log.at).toISOString(),
    observed_timestamp: new Date(log.observedAt).toISOString(),
    severity_number: severityNumber,
    severity_text: log.severity.toUpperCase(),
    body: { text: log.body },
    ...(log.traceId ? { trace_id: log.traceId, span_id: log.spanId } : {}),
    attributes: log.attributes,
    resource: { attributes: log.resource },
  };
}

/** As ECS has it: what is an attribute is a label, and its value text. */
export function asEcsDocument(log: LogRecord): unknown {
  const { 'event.name': event, 'session.id': session, ...rest } = log.attributes;
  const { 'service.name': service, ...resource } = log.resource;
  return {
    '@timestamp': new Date(log.at).toISOString(),
    message: log.body,
    log: { level: log.severity },
    service: { name: service },
    ...(event ? { event: { action: event } } : {}),
    ...(log.traceId ? { trace: { id: log.traceId }, span: { id: log.spanId } } : {}),
    ...(session ? { session: { id: session } } : {}),
    labels: { ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)])), ...resource },
  };
}
