import { type DataSourceJsonData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

/** A target of a panel, of Explore or of an alert rule: what the service is asked stands inside `query`. */
export interface TaskmasterQuery extends DataQuery {
  queryType?: string;
  query?: Record<string, unknown>;
  /** The panel follows the service's live channel: what changes is on screen within a second, without a refresh. */
  live?: boolean;
  /** What a logs panel shows instead of an empty answer. */
  whenEmpty?: string;
  /** Set for the time of one request: rows are turned into annotations. */
  asAnnotations?: boolean;
}

/** Settings beside Grafana's own HTTP ones. */
export interface TaskmasterSettings extends DataSourceJsonData {
  /** Seconds a request may take. */
  timeout?: number;
}

/** Kept by Grafana's server; the browser only learns whether each is set. */
export interface TaskmasterSecrets {
  /** Bearer token for everything that is read. */
  apiToken?: string;
  /** Token for routes that control the work. */
  controlToken?: string;
}

/** A name to choose, as the service's look-ups give it. */
export interface Choice {
  value: string;
  label: string;
}
