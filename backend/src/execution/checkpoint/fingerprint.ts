import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { simpleGit } from 'simple-git';

/** What a run stood on: compared on resume, so that a person hears what is different now. */
export interface Fingerprint {
  host: string;
  platform: string;
  node: string;
  version: string;
  executorSha256: string;
  tasksSha256: string;
  gitCommit?: string;
  gitBranch?: string;
  /** Files changed and not committed, the task file left out. */
  gitDirty?: number;
}

/** Takes it; git's part is absent outside a repository or where git is. */
export async function takeFingerprint(tasksFile: string, command: string, version: string): Promise<Fingerprint> {
  const fingerprint: Fingerprint = {
    host: hostname(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    version,
    executorSha256: sha256(command),
    tasksSha256: sha256(readOrEmpty(tasksFile)),
  };
  try {
    const git = simpleGit({ baseDir: dirname(tasksFile), timeout: { block: 5000 } });
    const status = await git.status(['--untracked-files=no']);
    const head = (await git.revparse(['HEAD'])).trim();
    const dirty = status.files.filter(({ path }) => !tasksFile.endsWith(path)).length;
    return {
      ...fingerprint,
      gitCommit: head,
      ...(status.current ? { gitBranch: status.current } : {}),
      gitDirty: dirty,
    };
  } catch {
    return fingerprint;
  }
}

const NAMES: Array<[keyof Fingerprint, string]> = [
  ['host', 'the machine'],
  ['platform', 'the operating system'],
  ['node', 'the version of Node'],
  ['version', 'the version of taskmaster-observe'],
  ['executorSha256', 'the executor’s command'],
  ['gitCommit', 'the git commit'],
  ['gitBranch', 'the git branch'],
];

/** What differs between then and now, in sentences. The task file is compared task by task elsewhere. */
export function fingerprintChanges(before: Fingerprint, now: Fingerprint): string[] {
  return NAMES.filter(([field]) => before[field] !== now[field]).map(([field, name]) => {
    const hash = field === 'executorSha256';
    return hash
      ? `${capital(name)} is another one.`
      : `${capital(name)} was ${before[field] ?? 'unknown'} and is ${now[field] ?? 'unknown'}.`;
  });
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

function readOrEmpty(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
