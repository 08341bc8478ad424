import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProject } from '../../../backend/src/ingest/project-id.ts';
import { prepareSample } from '../../../backend/src/sample/prepare.ts';
import { replaySample } from '../../../backend/src/sample/replay.ts';
import { startTestService, temporaryFolder } from '../../../backend/src/testing/service.ts';
import { PACKAGE_ROOT } from '../../../backend/src/util/package-root.ts';

export interface SampleService {
  url: URL;
  project: string;
  stop(): Promise<void>;
}

/** How much faster than the clock the sample is played. */
const PACE = 3;
/** The service measures itself every 15 seconds; two measurements after the play's end make the last increases visible. */
const SETTLING_MS = 35_000;

/** A whole service that has followed the sample project from its first task to its last. */
export async function startSampleService(): Promise<SampleService> {
  const folder = join(temporaryFolder('sample'), 'bookshop-api');
  await prepareSample(join(PACKAGE_ROOT, 'examples', 'sample-project'), folder, Date.now());
  const service = await startTestService({ projects: [folder] });
  const project = identifyProject(folder)?.id ?? '';
  await replaySample({ folder, project, baseUrl: service.url, pace: PACE });
  await sleep(SETTLING_MS);
  return { url: new URL(service.url), project, stop: () => service.close() };
}
