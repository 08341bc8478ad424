import { type JournalEvent } from '#contract/events.ts';
import { storeError } from '../journal/open/sqlite-error.ts';
import { type Journal } from '../journal/types.ts';
import { type Answer, shapeOf, type WriteRequest } from './protocol.ts';
import { type TelemetryWriter } from '../telemetry/embedded/index.ts';
import { type AppendResult, type BodyInfo, type Door, type Ingested, StoreError } from './types.ts';

export interface WriterParts {
  journal: Journal;
  telemetry: TelemetryWriter;
  decode(door: Door, body: Uint8Array, info: BodyInfo): Ingested;
  /** What decoding remembers was not stored after all. */
  forgetDecoded(): void;
  now(): number;
}

export type Numbered = { id: number } & WriteRequest;

export interface Committed {
  answers: Answer[];
  /** What was written to the journal, derived events included, in order. */
  events: JournalEvent[];
}

/** Alone or together, these fail the same way: there is no use in trying one by one. */
const HOPELESS = new Set(['full', 'readonly', 'corrupt', 'locked', 'closed']);

const NOTHING: Ingested = { events: [], metrics: [], spans: [], logs: [], rejected: [] };

/**
 * Writes all requests in one transaction and answers them. Where one of them breaks it, each gets a transaction of its own, so
 * that only the guilty one fails. What is answered without an error is on disk.
 */
export function commitGroup(parts: WriterParts, requests: readonly Numbered[]): Committed {
  const decoded = requests.map((request) => ({ id: request.id, what: decode(parts, request) }));
  try {
    return commitTogether(parts, decoded);
  } catch (error) {
    parts.forgetDecoded();
    const told = shapeOf(storeError(error, 'The telemetry files'));
    if (requests.length === 1 || HOPELESS.has(told.code)) {
      return { answers: decoded.map(({ id }) => ({ id, error: told })), events: [] };
    }
  }
  const result: Committed = { answers: [], events: [] };
  for (const one of decoded) {
    try {
      const { answers, events } = commitTogether(parts, [one]);
      result.answers.push(...answers);
      result.events.push(...events);
    } catch (error) {
      result.answers.push({ id: one.id, error: shapeOf(storeError(error, 'The telemetry files')) });
    }
  }
  return result;
}

interface Decoded {
  id: number;
  /** An error is a fault in decoding itself, which must not take the others down. */
  what: Ingested | StoreError;
}

function decode(parts: WriterParts, request: Numbered): Decoded['what'] {
  switch (request.kind) {
    case 'append':
      return { ...NOTHING, events: request.events };
    case 'record':
      return { ...NOTHING, metrics: request.points };
    case 'ingest':
      try {
        return parts.decode(request.door, request.body, request.info);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return new StoreError('internal', `The body could not be decoded: ${reason}`);
      }
  }
}

function commitTogether({ journal, telemetry, now }: WriterParts, decoded: readonly Decoded[]): Committed {
  const answers: Answer[] = [];
  const events: JournalEvent[] = [];
  const bodies = decoded.map(({ what }) => what).filter((what): what is Ingested => !(what instanceof StoreError));
  const toJournal = bodies.some((body) => body.events.length > 0);
  const toTelemetry = bodies.some((body) => body.metrics.length + body.spans.length + body.logs.length > 0);
  const seenAt = now();
  try {
    if (toJournal) {
      journal.begin();
    }
    if (toTelemetry) {
      telemetry.begin();
    }
    for (const { id, what } of decoded) {
      if (what instanceof StoreError) {
        answers.push({ id, error: shapeOf(what) });
        continue;
      }
      const value: AppendResult = {
        seq: journal.lastSeq(),
        accepted: what.metrics.length + what.spans.length + what.logs.length,
        duplicates: 0,
        rejected: what.rejected,
      };
      if (what.events.length > 0) {
        const appended = journal.append(what.events, seenAt);
        value.seq = appended.seq;
        value.accepted += appended.accepted;
        value.duplicates = appended.duplicates;
        value.rejected = [...what.rejected, ...appended.rejected];
        events.push(...appended.events);
      }
      if (what.metrics.length + what.spans.length + what.logs.length > 0) {
        telemetry.write(what);
      }
      answers.push({ id, value });
    }
    // Telemetry first: a crash in between leaves a part of a body that was not acknowledged, and is sent again.
    if (toTelemetry) {
      telemetry.commit();
    }
    if (toJournal) {
      journal.commit();
    }
  } catch (error) {
    for (const undo of [toTelemetry && telemetry, toJournal && journal]) {
      rollBack(undo);
    }
    throw error;
  }
  return { answers, events };
}

function rollBack(part: { rollback(): void } | false): void {
  try {
    if (part) {
      part.rollback();
    }
  } catch {
    // What went wrong before is what is told.
  }
}
