import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FastifyBaseLogger } from 'fastify';
import { type Config } from '../config.ts';
import { identifyProject } from '../ingest/project-id.ts';
import { prepareSample } from '../sample/prepare.ts';
import { replaySample } from '../sample/replay.ts';
import { PACKAGE_ROOT } from '../util/package-root.ts';

/** Sets the sample up in a throw-away folder, data folder included, and points the settings at it. */
export async function prepare(config: Config): Promise<{
  folder: string;
  play(to: { url: string; token?: string; signal: AbortSignal; log: FastifyBaseLogger }): Promise<void>;
}> {
  const base = mkdtempSync(join(tmpdir(), 'taskmaster-observe-sample-'));
  process.on('exit', () => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, 'bookshop-api');
  await prepareSample(join(PACKAGE_ROOT, 'examples', 'sample-project'), folder, Date.now());
  config.data = join(base, 'data');
  config.projects = [folder];
  const project = identifyProject(folder)?.id ?? '';
  return {
    folder,
    async play({ url, token, signal, log }) {
      try {
        await replaySample({ folder, project, baseUrl: url, token, signal });
      } catch (error) {
        log.error({ err: error }, 'The sample stopped playing; the service goes on');
      }
    },
  };
}
