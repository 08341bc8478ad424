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

  /**
   * The answer's text, and whether the client takes the server for one it is made for; undefined where the server refuses the
   * client's media type. Rejects as the Upstream does.
   */
  async ask(
    { what, index, query, body, keepMs }: ElasticQuestion,
    signal?: AbortSignal
  ): Promise<{ text: string; accepted: boolean } | undefined> {
    const context: Context = { keepMs };
    const options = {
      querystring: { ...EVERY_QUESTION, ...query },
      context,
      openTelemetry: { enabled: false },
      ...(signal ? { signal } : {}),
    };
    try {
      const answer: unknown =
        what === '_search'
          ? await this.#client.search({ index, ...body }, options)
          : await this.#client.fieldCaps({ index, ...body }, options);
      return { text: String(answer), accepted: true };
    } catch (error) {
      const { ProductNotSupportedError, RequestAbortedError, ResponseError } = errors;
      if (error instanceof ProductNotSupportedError && context.text !== undefined) {
        return { text: context.text, accepted: false }; // it answered all the same: it need not be asked again
      }
      const refused = error instanceof ResponseError && REFUSALS.includes(error.statusCode ?? 0);
      if (refused || error instanceof RequestAbortedError) {
        return undefined;
      }
      throw error;
    }
  }
}

/** What goes along with a request through the client. */
type Context = Record<string, unknown> & {
  keepMs: number;
  /** The answer's, where there is one. */
  text?: string;
};

function connectionTo(upstream: Upstream): NonNullable<ClientOptions['Connection']> {
  return class extends BaseConnection {
    override request(params: ConnectionRequestParams, options: ConnectionRequestOptions): Promise<Whole>;
    override request(params: ConnectionRequestParams, options: ConnectionRequestOptionsAsStream): Promise<Streamed>;
    override async request(
      { method, path, querystring, headers = {}, body }: ConnectionRequestParams,
      { context, signal }: ConnectionRequestOptions
    ): Promise<Whole | Streamed> {
      const { accept, 'content-type': type } = headers;
      const own = context as Context;
      const { status, text, product } = await upstream.ask(
        {
          method: method === 'POST' ? 'POST' : 'GET',
          path,
          query: new URLSearchParams(querystring),
          headers: { ...(accept ? { accept } : {}), ...(type ? { 'content-type': type } : {}) },
          ...(typeof body === 'string' ? { body: { json: body } } : {}),
          keepMs: own.keepMs,
          accept: REFUSALS,
        },
        signal
      );
      own.text = status < 300 ? text : undefined;
      return { statusCode: status, body: text, headers: product === undefined ? {} : { 'x-elastic-product': product } };
    }

    override close(): Promise<void> {
      return Promise.resolve();
    }
  };
}
