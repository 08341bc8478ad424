/** An answer other than success, with a sentence for the caller. */
export class HttpError extends Error {
  readonly statusCode: number;
  /** Machine-readable name of what went wrong. */
  readonly code: string;
  /** Field of the request it is about. */
  readonly field?: string;
  readonly retryAfterMs?: number;

  constructor(statusCode: number, code: string, message: string, more: { field?: string; retryAfterMs?: number } = {}) {
    super(message);
    this.name = 'HttpError';
    this.statusCode = statusCode;
    this.code = code;
    this.field = more.field;
    this.retryAfterMs = more.retryAfterMs;
  }
}
