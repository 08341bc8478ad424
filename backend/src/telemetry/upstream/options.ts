/** A server that telemetry is read from, and how it may be asked. */
export interface UpstreamOptions {
  /** What it is called in sentences: Prometheus, Jaeger, … */
  product: string;
  /** Base address without a slash at its end; what is asked is appended to it. */
  url: string;
  /** Sent with every request, Authorization among them. */
  headers: Readonly<Record<string, string>>;
  tls?: UpstreamTls;
  /** All of one question, its retries included, ms. */
  timeoutMs: number;
  /** Requests at once; others wait in line. */
  concurrency: number;
  /** Larger answers are given up while they come. */
  maxBytes: number;
}

/** PEM texts. */
export interface UpstreamTls {
  ca?: string;
  cert?: string;
  key?: string;
  /** False accepts any certificate. */
  verify: boolean;
}

export interface UpstreamRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Begins with a slash. */
  path: string;
  query?: URLSearchParams;
  /** Sent as a form, or as JSON text. */
  body?: { form: URLSearchParams } | { json: string };
  /** Field of the form that tells the server how long it has, so that it gives up before we do. */
  timeoutField?: string;
  /** In place of the usual ones, names in lower case: the types that are sent and wanted. */
  headers?: Readonly<Record<string, string>>;
  /** How long the answer may serve others who ask the same, ms; 0 shares only what is under way. */
  keepMs?: number;
  /** Statuses besides 2xx that are answers. */
  accept?: readonly number[];
  /** Not every server of this product has that path: where it is missing, nothing is wrong with the server. */
  optional?: true;
  /** Whether the beginning of an answer that is too large is better than none. */
  partial?: boolean;
  /** Whether asking twice does no harm; reads. */
  idempotent?: boolean;
}

export interface UpstreamAnswer {
  status: number;
  text: string;
  /** As which product it shows itself: `X-Elastic-Product`. */
  product?: string;
  /** Only the beginning: there was more than `maxBytes`. */
  cut?: true;
}

/** The cheapest question that shows whether a server is the one meant, and lets us read. */
export interface Probe {
  request: UpstreamRequest;
  /** Whether the product answers so. */
  fits(answer: unknown): boolean;
}
