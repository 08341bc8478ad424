import { type EventRecord, type LogApiRecord } from '#contract/events-api.ts';
import { type CommandEnd } from './run-command.ts';
import { attributesOf, type WrapSubject } from './subject.ts';
import { type TracePlace } from './trace.ts';

/** A command that is measured. Its arguments are not in here: they may be secrets. */
export interface Measured {
  name: string;
  program: string;
  subject: WrapSubject;
  place: TracePlace;
  /** Epoch ms. */
  startedAt: number;
}

const SERVICE = 'taskmaster-observe';

/** That it began, for the journal. The id makes sending it twice harmless. */
export function startedEvent({ name, subject, place, startedAt }: Measured): EventRecord {
  return {
    id: `command:${place.spanId}:started`,
    type: 'command.started',
    at: startedAt,
    ...subject,
    data: { command: name, traceId: place.traceId, spanId: place.spanId },
  };
}

/** That it ended, for the journal (which counts the metrics), and a log line in its trace. */
export function endedRecords(measured: Measured, end: CommandEnd, endedAt: number): Array<EventRecord | LogApiRecord> {
  const { name, subject, place, startedAt } = measured;
  const durationMs = Math.max(0, endedAt - startedAt);
  const { attempt, ...who } = subject;
  const data = {
    command: name,
    success: end.exitCode === 0,
    exitCode: end.exitCode,
    durationMs,
    traceId: place.traceId,
    spanId: place.spanId,
    ...(end.signal === undefined ? {} : { signal: end.signal }),
    ...(end.problem === undefined ? {} : { problem: 'it could not be started' }),
  };
  return [
    { id: `command:${place.spanId}:ended`, type: 'command.ended', at: endedAt, ...subject, data },
    {
      id: `command:${place.spanId}:log`,
      type: 'log',
      at: endedAt,
      severity: end.exitCode === 0 ? 'info' : 'error',
      body: `${name} ${endText(end)} after ${(durationMs / 1000).toFixed(1)} s`,
      eventName: 'command_ended',
      attributes: {
        command: name,
        exit_code: end.exitCode,
        duration_ms: durationMs,
        ...(attempt === undefined ? {} : { attempt }),
      },
      traceId: place.traceId,
      spanId: place.spanId,
      service: SERVICE,
      ...who,
    },
  ];
}

/** `ended with exit code 1`, `was ended by SIGKILL`. */
function endText({ exitCode, signal, problem }: CommandEnd): string {
  if (problem !== undefined) {
    return 'could not be started';
  }
  return signal === undefined ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
}

const value = (what: string | number) =>
  typeof what === 'number' ? { intValue: String(what) } : { stringValue: what };
const attributes = (fields: Record<string, string | number>) =>
  Object.entries(fields).map(([key, one]) => ({ key, value: value(one) }));
const nanos = (ms: number): string => `${BigInt(Math.round(ms))}000000`;

/** Its span, as an OTLP `ExportTraceServiceRequest` in JSON; attribute names of OpenTelemetry's semantic conventions for processes and CLI programs. */
export function spanBody(measured: Measured, end: CommandEnd, endedAt: number, version: string): unknown {
  const { name, program, subject, place, startedAt } = measured;
  return {
    resourceSpans: [
      {
        resource: {
          attributes: attributes({ 'service.name': SERVICE, 'service.version': version, ...attributesOf(subject) }),
        },
        scopeSpans: [
          {
            scope: { name: `${SERVICE}.wrap`, version },
            spans: [
              {
                traceId: place.traceId,
                spanId: place.spanId,
                ...(place.parentSpanId === undefined ? {} : { parentSpanId: place.parentSpanId }),
                name,
                kind: 1,
                startTimeUnixNano: nanos(startedAt),
                endTimeUnixNano: nanos(Math.max(startedAt, endedAt)),
                attributes: attributes({
                  'process.executable.name': program,
                  'process.exit.code': end.exitCode,
                  ...(end.exitCode === 0 ? {} : { 'error.type': end.signal ?? String(end.exitCode) }),
                }),
                status: end.exitCode === 0 ? { code: 1 } : { code: 2, message: endText(end) },
              },
            ],
          },
        ],
      },
    ],
  };
}
