import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';

/** A project is one Git common directory (its work trees are the same project); without Git, the folder. */
export interface ProjectIdentity {
  /** `<folder name>-<8 hex digits>`: readable, stable, the same for every work tree. */
  id: string;
  name: string;
  /** Folder that holds the task file (or would): absolute, links resolved. */
  path: string;
  /** Git common directory, where there is one. */
  gitDir?: string;
}

const TASK_FILES = ['.taskmaster', join('tasks', 'tasks.json')];

/**
 * The project a path belongs to: the nearest folder upwards with a task file or a repository of its own, else the folder
 * itself. Undefined where the path does not exist.
 */
export function identifyProject(path: string): ProjectIdentity | undefined {
  let start: string;
  try {
    start = realpathSync(resolve(path));
    if (!statSync(start).isDirectory()) {
      start = dirname(start);
    }
  } catch {
    return undefined;
  }
  const root = nearest(
    start,
    (folder) => TASK_FILES.some((file) => existsSync(join(folder, file))) || isRepository(folder)
  );
  const folder = root ?? start;
  const repository = nearest(folder, isRepository);
  const gitDir = repository && commonDirectory(join(repository, '.git'));
  if (!gitDir) {
    return { id: makeId(basename(folder), folder), name: basename(folder) || folder, path: folder };
  }
  // A work tree shares the repository's identity; a task folder deeper inside is a project of its own.
  const inside = folder === repository ? '' : folder.slice(repository.length);
  const name = inside
    ? basename(folder)
    : basename(gitDir === join(repository, '.git') ? repository : mainFolder(gitDir));
  return { id: makeId(name, gitDir + inside), name, path: folder, gitDir };
}

function makeId(name: string, key: string): string {
  const readable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${readable || 'project'}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

function nearest(start: string, matches: (folder: string) => boolean): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (matches(folder)) {
      return folder;
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}

/** Follows a work tree's `.git` file and Git's `commondir` to the directory all work trees share. */
function commonDirectory(dotGit: string): string | undefined {
  try {
    if (statSync(dotGit).isDirectory()) {
      return dotGit;
    }
    const pointer = /^gitdir:\s*(.+?)\s*$/m.exec(readFileSync(dotGit, 'utf8'))?.[1];
    if (!pointer) {
      return undefined;
    }
    const own = isAbsolute(pointer) ? pointer : resolve(dirname(dotGit), pointer);
    const shared = join(own, 'commondir');
    return realpathSync(existsSync(shared) ? resolve(own, readFileSync(shared, 'utf8').trim()) : own);
  } catch {
    return undefined;
  }
}

function mainFolder(gitDir: string): string {
  return basename(gitDir) === '.git' ? dirname(gitDir) : gitDir.replace(/\.git$/, '');
}
