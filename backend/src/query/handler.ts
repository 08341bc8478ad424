import { type Frame } from '#contract/frames.ts';
import { type QueryOf, type QueryType } from '#contract/queries.ts';
import { type TimeRange } from '../telemetry/types.ts';
import { type QueryContext } from './context.ts';

/** One query, checked. */
export interface QueryInput<T extends QueryType> {
  query: QueryOf<T>;
  range: TimeRange;
  /** Distance of points the asker would like, ms. */
  intervalMs?: number;
  maxDataPoints?: number;
}

/** Answers one query type; throws QueryError or EngineError with a sentence for the user. */
export type Handler<T extends QueryType> = (input: QueryInput<T>, context: QueryContext) => Frame[] | Promise<Frame[]>;
