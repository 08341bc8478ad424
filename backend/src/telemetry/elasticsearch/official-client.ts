import {
  BaseConnection,
  Client,
  type ClientOptions,
  type ConnectionRequestOptions,
  type ConnectionRequestOptionsAsStream,
  type ConnectionRequestParams,
  type ConnectionRequestResponse as Whole,
  type ConnectionRequestResponseAsStream as Streamed,
  errors,
} from '@elastic/elasticsearch';
import { type Upstream } from '../upstream/upstream.ts';
import { type ElasticQuestion, EVERY_QUESTION } from './question.ts';

/** Statuses with which servers refuse the client's media type, which binds an answer to a version of the API. */
const REFUSALS = [400, 406, 415];

/**
 * Elastic's own client: its calls, its media types, its check of what the server is. The wire is the Upstream's, so that pool,
 * deadline, bounds, retries, breaker and sharing are the same as for all servers. It has no retries, sniffing, compression and
 * tracing of its own, and leaves answers as they come: reading them has its own bounds.
 */
export class OfficialClient {
  readonly #client: Client;

  constructor(upstream: Upstream) {
    this.#client = new Client({
      node: 'http://elasticsearch', // the address is the Upstream's
      Connection: connectionTo(upstream),
      maxRetries: 0,
      sniffOnStart: false,
      sniffInterval: false,
      sniffOnConnectionFault: false,
      compression: false,
      enableMetaHeader: false,
    });
  }

  /** The answer's text; undefined where the client or its media type is not for this server. Rejects as the Upstream does. */
  async ask({ what, index, query, body, keepMs }: ElasticQuestion, signal?: AbortSignal): Promise<string | undefined> {
    const options = {
      querystring: { ...EVERY_QUESTION, ...query },
      context: { keepMs },
      openTelemetry: { enabled: false },
      ...(signal ? { signal } : {}),
    };
    try {
      const answer: unknown =
        what === '_search'
          ? await this.#client.search({ index, ...body }, options)
          : await this.#client.fieldCaps({ index, ...body }, options);
      return String(answer);
    } catch (error) {
      const { ProductNotSupportedError, RequestAbortedError, ResponseError } = errors;
      const refused = error instanceof ResponseError && REFUSALS.includes(error.statusCode ?? 0);
      if (refused || error instanceof ProductNotSupportedError || error instanceof RequestAbortedError) {
        return undefined;
      }
      throw error;
    }
  }
}

function connectionTo(upstream: Upstream): NonNullable<ClientOptions['Connection']> {
  return class extends BaseConnection {
    override request(params: ConnectionRequestParams, options: ConnectionRequestOptions): Promise<Whole>;
    override request(params: ConnectionRequestParams, options: ConnectionRequestOptionsAsStream): Promise<Streamed>;
    override async request(
      { method, path, querystring, headers = {}, body }: ConnectionRequestParams,
      { context, signal }: ConnectionRequestOptions
    ): Promise<Whole | Streamed> {
      const { accept, 'content-type': type } = headers;
      const { status, text, product } = await upstream.ask(
        {
          method: method === 'POST' ? 'POST' : 'GET',
          path,
          query: new URLSearchParams(querystring),
          headers: { ...(accept ? { accept } : {}), ...(type ? { 'content-type': type } : {}) },
          ...(typeof body === 'string' ? { body: { json: body } } : {}),
          keepMs: (context as { keepMs: number }).keepMs,
          accept: REFUSALS,
        },
        signal
      );
      return { statusCode: status, body: text, headers: product === undefined ? {} : { 'x-elastic-product': product } };
    }

    override close(): Promise<void> {
      return Promise.resolve();
    }
  };
}
