import { type BackendSrv, type BackendSrvRequest, type FetchError, type FetchResponse } from '@grafana/runtime';
import { lastValueFrom, Observable } from 'rxjs';
import { reportStatus } from './connection.ts';
import { translateRequest } from './grafana-routes.ts';
import { type LocalAnswer, localAnswer } from './local-answers.ts';

function addressOf(request: BackendSrvRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.params ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) {
        query.append(name, String(one));
      }
    }
  }
  const path = request.url.startsWith('/') || /^https?:/.test(request.url) ? request.url : `/${request.url}`;
  const rest = query.toString();
  return rest ? `${path}${path.includes('?') ? '&' : '?'}${rest}` : path;
}

async function readBody(answer: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  if (type === 'arraybuffer') {
    return answer.arrayBuffer();
  }
  if (type === 'blob') {
    return answer.blob();
  }
  const text = await answer.text();
  if (type === 'text') {
    return text;
  }
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text; // not JSON: callers get what was said
  }
}

function failure(request: BackendSrvRequest, status: number, statusText: string, data: unknown): FetchError {
  const said = (data as { message?: unknown } | null)?.message;
  const message = typeof said === 'string' ? said : statusText;
  return { status, statusText, data: data ?? { message }, message, config: request };
}

const UNREACHABLE =
  'The service does not answer. Is `taskmaster-observe` running? This page keeps trying and goes on by itself.';

function localResponse<T>(config: BackendSrvRequest, { status, data }: LocalAnswer): FetchResponse<T> {
  if (status >= 400) {
    throw failure(config, status, '', data);
  }
  const url = config.url;
  const head = { status, statusText: 'OK', ok: true, headers: new Headers(), redirected: false };
  return { ...head, type: 'basic', url, data: data as T, config };
}

/** Grafana's client to its server, speaking to our service instead. */
export class HostBackendSrv implements BackendSrv {
  private readonly running = new Map<string, AbortController>();

  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const request = translateRequest(options);
      const abort = new AbortController();
      if (request.requestId) {
        this.running.get(request.requestId)?.abort(); // a newer request with the same id replaces the older one
        this.running.set(request.requestId, abort);
      }
      this.answer<T>(options, request, abort.signal).then(
        (answer) => {
          subscriber.next(answer);
          subscriber.complete();
        },
        (error: unknown) => subscriber.error(error)
      );
      return () => {
        abort.abort();
        if (request.requestId && this.running.get(request.requestId) === abort) {
          this.running.delete(request.requestId);
        }
      };
    });
  }

  private async answer<T>(asked: BackendSrvRequest, request: BackendSrvRequest, signal: AbortSignal) {
    const own = localAnswer(asked);
    return own ? localResponse<T>(asked, await own) : this.send<T>(request, signal);
  }

  private async send<T>(request: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
    const hasBody = request.data !== undefined && request.data !== null;
    const json = hasBody && !(request.data instanceof FormData) && typeof request.data !== 'string';
    let answer: Response;
    try {
      answer = await fetch(addressOf(request), {
        method: request.method ?? 'GET',
        headers: {
          accept: 'application/json',
          ...(json ? { 'content-type': 'application/json' } : {}),
          ...request.headers,
        },
        body: json ? JSON.stringify(request.data) : (request.data as BodyInit | undefined),
        credentials: 'same-origin',
        signal: request.abortSignal ? AbortSignal.any([signal, request.abortSignal]) : signal,
      });
    } catch {
      if (signal.aborted || request.abortSignal?.aborted) {
        throw { ...failure(request, 0, 'Request was aborted', null), cancelled: true };
      }
      reportStatus(0);
      throw failure(request, 0, UNREACHABLE, null);
    }
    reportStatus(answer.status);
    const data = await readBody(answer, request.responseType);
    if (!answer.ok) {
      throw failure(request, answer.status, answer.statusText || `The service answered ${answer.status}.`, data);
    }
    const { status, statusText, ok, headers, redirected, type, url } = answer;
    return { data: data as T, status, statusText, ok, headers, redirected, type, url, config: request };
  }

  chunked(options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return this.fetch<Uint8Array | undefined>({ ...options, responseType: 'arraybuffer' });
  }

  async request<T = unknown>(options: BackendSrvRequest): Promise<T> {
    return (await lastValueFrom(this.fetch<T>(options))).data;
  }

  async datasourceRequest<T = unknown>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(options));
  }

  async get<T>(
    url: string,
    params?: Record<string, unknown>,
    requestId?: string,
    options?: Partial<BackendSrvRequest>
  ) {
    return this.request<T>({ ...options, url, params, requestId, method: 'GET' });
  }

  async delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, url, data, method: 'DELETE' });
  }

  async post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, url, data, method: 'POST' });
  }

  async patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, url, data, method: 'PATCH' });
  }

  async put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, url, data, method: 'PUT' });
  }
}
