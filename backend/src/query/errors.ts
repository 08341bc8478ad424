/** A query that cannot be answered: a sentence for the user, an HTTP status, and whose fault it was. */
export class QueryError extends Error {
  readonly status: number;
  readonly source: 'plugin' | 'downstream';

  constructor(message: string, status = 400, source: 'plugin' | 'downstream' = 'plugin') {
    super(message);
    this.name = 'QueryError';
    this.status = status;
    this.source = source;
  }
}
