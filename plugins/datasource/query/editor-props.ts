import { type TimeRange } from '@grafana/data';
import { type QueryOf, type QueryType } from '../../../contract/queries.ts';
import { type LookUps } from '../lookups/look-ups.ts';

/** What every field of an editor needs to offer names. */
export interface Offers {
  lookUps: LookUps;
  /** Time range of the panel: names of metrics and services are those seen in it. */
  range?: TimeRange;
  /** Start of the ids of this editor's inputs: several editors stand on one page. */
  idPrefix: string;
}

/** Props of the editor of one query type. */
export interface EditorProps<T extends QueryType> extends Offers {
  query: QueryOf<T>;
  /** Changes fields and asks; `undefined` leaves a field out. */
  change: (fields: Partial<QueryOf<T>>) => void;
}
