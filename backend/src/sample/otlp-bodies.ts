/** OTLP/JSON as Claude Code sends it, reduced to what the sample shows. Times are epoch ms. */

type Value = string | number | boolean;
export type Attributes = Record<string, Value>;

const RESOURCE: Attributes = {
  'service.name': 'claude-code',
  'service.version': '2.1.232',
  'os.type': 'linux',
  'host.arch': 'amd64',
};

function attribute([key, value]: [string, Value]): unknown {
  const typed =
    typeof value === 'string'
      ? { stringValue: value }
      : typeof value === 'boolean'
        ? { boolValue: value }
        : Number.isInteger(value)
          ? { intValue: String(value) }
          : { doubleValue: value };
  return { key, value: typed };
}

const attributes = (of: Attributes): unknown[] => Object.entries(of).map(attribute);
const nanos = (ms: number): string => `${BigInt(Math.round(ms * 1000)) * 1000n}`;
const scope = (part: string) => ({ name: `com.anthropic.claude_code${part}`, version: '2.1.232' });

export interface LogEvent {
  at: number;
  name: string;
  attributes: Attributes;
}

/** @param sequence number of the session's first event in this body; the others follow */
export function logsBody(
  session: string,
  sequence: number,
  events: readonly LogEvent[],
  resource: Attributes = {}
): unknown {
  const logRecords = events.map((event, index) => ({
    timeUnixNano: nanos(event.at),
    observedTimeUnixNano: nanos(event.at),
    severityNumber: event.name === 'api_error' ? 17 : 9,
    severityText: event.name === 'api_error' ? 'ERROR' : 'INFO',
    body: { stringValue: `claude_code.${event.name}` },
    attributes: attributes({
      'session.id': session,
      'event.name': event.name,
      'event.timestamp': new Date(event.at).toISOString(),
      'event.sequence': sequence + index,
      ...event.attributes,
    }),
  }));
  return {
    resourceLogs: [
      {
        resource: { attributes: attributes({ ...RESOURCE, ...resource }) },
        scopeLogs: [{ scope: scope('.events'), logRecords }],
      },
    ],
  };
}

export interface SampleSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  start: number;
  end: number;
  attributes: Attributes;
  failed?: boolean;
}

export function tracesBody(session: string, spans: readonly SampleSpan[], resource: Attributes = {}): unknown {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ ...RESOURCE, ...resource }) },
        scopeSpans: [
          {
            scope: scope('.tracing'),
            spans: spans.map((span) => ({
              traceId: span.traceId,
              spanId: span.spanId,
              ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
              name: span.name,
              kind: 1,
              startTimeUnixNano: nanos(span.start),
              endTimeUnixNano: nanos(span.end),
              attributes: attributes({
                'session.id': session,
                'span.type': span.name.replace('claude_code.', ''),
                ...span.attributes,
              }),
              status: span.failed ? { code: 2, message: 'failed' } : {},
            })),
          },
        ],
      },
    ],
  };
}

export interface Count {
  name: string;
  unit?: string;
  value: number;
  attributes: Attributes;
}

/** Delta sums over [from, to], Claude Code's default temporality. */
export function metricsBody(session: string, from: number, to: number, counts: readonly Count[]): unknown {
  const metrics = counts.map(({ name, unit, value, attributes: own }) => ({
    name: `claude_code.${name}`,
    ...(unit ? { unit } : {}),
    sum: {
      aggregationTemporality: 1,
      isMonotonic: true,
      dataPoints: [
        {
          startTimeUnixNano: nanos(from),
          timeUnixNano: nanos(to),
          asDouble: value,
          attributes: attributes({ 'session.id': session, 'terminal.type': 'tmux', ...own }),
        },
      ],
    },
  }));
  return {
    resourceMetrics: [
      { resource: { attributes: attributes(RESOURCE) }, scopeMetrics: [{ scope: scope(''), metrics }] },
    ],
  };
}
