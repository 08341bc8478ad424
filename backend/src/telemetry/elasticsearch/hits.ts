import { type JsonObject } from '../../ingest/otlp/json.ts';
import { textAt, objectAt, objectsAt } from '../answers/shape.ts';

/** A line of an answer. */
export interface ElasticHit {
  index: string;
  id: string;
  source: JsonObject;
  /** What the server sorted it by: its time, as the index holds it, epoch ms. */
  sortedAt?: number;
}

/** The lines of an answer; throws an OddAnswer where they are none. */
export function hitsIn(value: unknown): ElasticHit[] {
  return objectsAt(value, 'hits').map(({ _index: index, _id: id, _source: source, sort }) => ({
    index: textAt(index, '_index of a line'),
    id: textAt(id, '_id of a line'),
    source: source === undefined ? {} : objectAt(source, '_source of a line'),
    ...(Array.isArray(sort) && typeof sort[0] === 'number' ? { sortedAt: sort[0] } : {}),
  }));
}
