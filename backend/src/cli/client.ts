import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultDataFolder } from '../config/data-folder.ts';
import { CONTROL_TOKEN_FILE, readServiceFile } from '../service/data-folder.ts';
import { EXIT, ExitError } from '../service/exit.ts';

/** Options every command that talks to the service takes. */
export interface ConnectionOptions {
  url?: string;
  data?: string;
  tokenFile?: string;
}

/** The data folder a command works with. */
export function dataFolderOf(options: ConnectionOptions): string {
  return resolve(options.data ?? process.env.TASKMASTER_OBSERVE_DATA ?? defaultDataFolder());
}

/** Talks to a running service; says plainly when there is none. */
export class ServiceClient {
  readonly url: string;
  readonly #dataDir: string;
  readonly #tokenFile: string | undefined;

  constructor(options: ConnectionOptions) {
    this.#dataDir = dataFolderOf(options);
    this.#tokenFile = options.tokenFile ?? process.env.TASKMASTER_OBSERVE_TOKEN_FILE;
    const found = options.url ?? process.env.TASKMASTER_OBSERVE_URL ?? readServiceFile(this.#dataDir)?.url;
    this.url = (found ?? 'http://127.0.0.1:4747').replace(/\/+$/, '');
  }

  get token(): string | undefined {
    if (this.#tokenFile !== undefined) {
      return readSecret(this.#tokenFile);
    }
    return process.env.TASKMASTER_OBSERVE_TOKEN || undefined;
  }

  get controlToken(): string | undefined {
    return readSecret(join(this.#dataDir, CONTROL_TOKEN_FILE));
  }

  /** JSON of an answer of any status below 500 that a caller expects; an `ExitError` for everything else. */
  async json<T>(path: string, body?: unknown, options: { control?: boolean; accept?: number[] } = {}): Promise<T> {
    const response = await this.request(path, body, options.control ?? false);
    const text = await response.text();
    if (!response.ok && !options.accept?.includes(response.status)) {
      throw refusalOf(response.status, text, this.url);
    }
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ExitError(EXIT.unavailable, `What answers at ${this.url} is not this service.`);
    }
  }

  async text(path: string): Promise<string> {
    const response = await this.request(path, undefined, false);
    const text = await response.text();
    if (!response.ok) {
      throw refusalOf(response.status, text, this.url);
    }
    return text;
  }

  async request(path: string, body: unknown, control: boolean): Promise<Response> {
    const secret = control ? (this.controlToken ?? this.token) : this.token;
    try {
      return await fetch(this.url + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') {
        throw new ExitError(EXIT.unavailable, `The service at ${this.url} does not answer.`);
      }
      throw new ExitError(
        EXIT.unavailable,
        `The service is not running at ${this.url}. Start it with “taskmaster-observe up --detach”, or name another address with --url.`
      );
    }
  }

  /** Sends a body that is JSON already. True where it need not be sent again: it was taken, or will never be. Never rejects. */
  async deliver(path: string, body: string, signal: AbortSignal): Promise<boolean> {
    const secret = this.token;
    try {
      const { status } = await fetch(this.url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        },
        body,
        signal,
      });
      return status < 300 || status === 400 || status === 413;
    } catch {
      return false;
    }
  }

  /** The store as the status report asks it. */
  async query(request: unknown): Promise<Uint8Array> {
    return Buffer.from(JSON.stringify(await this.json('/api/v1/query', request)));
  }
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // there is none, or it is somebody else's; the service says what it needs
  }
}

function refusalOf(status: number, text: string, url: string): ExitError {
  let message = `The service at ${url} answered ${status}.`;
  try {
    message = (JSON.parse(text) as { message?: string }).message ?? message;
  } catch {
    // not our JSON: the status says enough
  }
  const code = status === 401 || status === 403 ? EXIT.permission : status >= 500 ? EXIT.temporary : EXIT.usage;
  return new ExitError(code, message);
}
