// The page alone, on a small server of its own. Usage: npm run web -- [--api URL | --recorded] [--port N] [--tasks PATH]
// Without --api it uses the service on 127.0.0.1:4747 where one answers, and recorded answers where none does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPageServer } from './web/page-server.ts';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    api: { type: 'string' },
    recorded: { type: 'boolean', default: false },
    port: { type: 'string', default: '4748' },
    tasks: { type: 'string' },
  },
});

async function findService() {
  if (values.recorded) {
    return undefined;
  }
  const api = new URL(values.api ?? 'http://127.0.0.1:4747');
  try {
    await fetch(new URL('/health/live', api), { signal: AbortSignal.timeout(2000) });
    return api;
  } catch {
    return values.api ? api : undefined; // a service that was named may still start: the page waits for it
  }
}

const built = ['web/dist/index.html', 'dist/taskmaster-observability-app/module.js'];
if (!built.every((file) => existsSync(join(root, file)))) {
  const done = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--no-backend'], { stdio: 'inherit' });
  if (done.status !== 0) {
    process.exit(done.status ?? 1);
  }
}

const api = await findService();
const server = createPageServer({ api, tasks: values.tasks, now: Date.now });
server.on('error', (error) => {
  process.stderr.write(
    `The page cannot be served on port ${values.port}: ${error.message}. Choose another with --port.\n`
  );
  process.exit(1);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const { port } = server.address();
  const source = api ? `the service at ${api.origin}` : 'recorded answers (no service runs on 127.0.0.1:4747)';
  process.stdout.write(`The page is at http://127.0.0.1:${port}/, with data from ${source}.\n`);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
