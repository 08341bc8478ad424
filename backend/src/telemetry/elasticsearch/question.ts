import { type JsonObject } from '../../ingest/otlp/json.ts';

/** What Elasticsearch is asked, whichever way. */
export interface ElasticQuestion {
  what: '_field_caps' | '_search';
  /** Names, patterns, data streams, separated by commas. */
  index: string;
  /** Beside what every question has. */
  query?: Record<string, string>;
  body?: JsonObject;
  /** How long the answer may serve others who ask the same, ms. */
  keepMs: number;
}

/** An index that is not there has no lines; it is no error. */
export const EVERY_QUESTION = { ignore_unavailable: 'true', allow_no_indices: 'true' } as const;
