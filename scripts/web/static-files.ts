import { createReadStream, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.md': 'text/markdown; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** Files the browser may keep for good: their names change with their content. */
const HASHED = /^\/assets\/.+-[\w-]{8}\.\w+$/;
const COMPRESS = new Set(['.js', '.css', '.json', '.svg', '.html']);
const compressed = new Map<string, { mtimeMs: number; bytes: Buffer }>();

/** The file a URL path means inside `root`, or undefined where it would lead outside. */
export function fileFor(root: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = normalize(join(root, decoded));
  return !decoded.includes('\0') && (file === root || file.startsWith(root + sep)) ? file : undefined;
}

async function gzipped(file: string, { mtimeMs }: Stats): Promise<Buffer> {
  const known = compressed.get(file);
  if (known?.mtimeMs === mtimeMs) {
    return known.bytes;
  }
  const bytes = gzipSync(await readFile(file));
  compressed.set(file, { mtimeMs, bytes });
  return bytes;
}

/** Sends a file of `root`; false where there is none. Answers carry `headers` besides their own. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  root: string,
  path: string,
  headers: Record<string, string>
): Promise<boolean> {
  const file = fileFor(root, path);
  const info = file ? await stat(file).catch(() => undefined) : undefined;
  if (!file || !info?.isFile()) {
    return false;
  }
  const extension = extname(file);
  const own = {
    ...headers,
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
  };
  if (COMPRESS.has(extension) && info.size > 1024 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    const bytes = await gzipped(file, info);
    response.writeHead(200, {
      ...own,
      'content-encoding': 'gzip',
      'content-length': bytes.length,
      vary: 'accept-encoding',
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return true;
  }
  response.writeHead(200, { ...own, 'content-length': info.size });
  if (request.method === 'HEAD') {
    response.end();
  } else {
    createReadStream(file).pipe(response);
  }
  return true;
}
