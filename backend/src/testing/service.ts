import { mkdtempSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Config, loadConfig } from '../config.ts';
import { type RunningService, startService } from '../server.ts';

/** A whole service for tests: the real store in a folder of its own, a port the system chooses. */
export interface TestService extends RunningService {
  config: Config;
  /** A request with exactly these headers; fetch would not let Host and Origin be set. */
  send(method: string, path: string, headers?: Record<string, string>, body?: string | Uint8Array): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
}

export function temporaryFolder(name = 'service'): string {
  return mkdtempSync(join(tmpdir(), `taskmaster-${name}-`));
}

export function testConfig(flags: Record<string, unknown> = {}): Config {
  return loadConfig({ env: {}, flags: { data: temporaryFolder(), port: 0, logLevel: 'silent', readers: 1, ...flags } })
    .config;
}

export async function startTestService(flags: Record<string, unknown> = {}): Promise<TestService> {
  const config = testConfig(flags);
  const service = await startService(config, {
    log: pino({ level: 'silent' }),
    pages: { webRoot: '/none', bundleRoot: '/none' },
  });
  return { ...service, config, send: (method, path, headers, body) => send(service.url, method, path, headers, body) };
}

export function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Uint8Array
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url + path, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const content = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: content,
          text: content.toString(),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
