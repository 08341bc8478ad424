import { type ProjectIdentity } from './project-id.ts';

/** What decoding needs to know about the operator's choices and the machine. */
export interface IngestContext {
  /** Keep prompts, tool inputs and outputs (redacted); off unless the operator opts in. */
  captureContents: boolean;
  /** `off` drops account ids; `hashed` keeps `user.id` as 16 hex digits of its SHA-256. */
  userId: 'off' | 'hashed';
  /** The project a folder belongs to (see project-id.ts); the owner of the context caches it. */
  projectOf(path: string): ProjectIdentity | undefined;
  /** Spares the journal what it has already; see memory.ts. Decoding is right, only chattier, without it. */
  memory?: IngestMemory;
}

/** A bounded memory over bodies. Losing it costs repeated events that the journal knows by their id, never a wrong one. */
export interface IngestMemory {
  /** Whether `value` differs from what was last remembered under `key`; remembers it. */
  changed(key: string, value: string): boolean;
  /** What was last remembered under `key`. */
  recall(key: string): string | undefined;
  /** Sessions of processes that are no agents (`agents_view`). */
  ignored: { has(session: string): boolean; add(session: string): void };
}
