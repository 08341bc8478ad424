import { simpleGit } from 'simple-git';

export interface Commit {
  hash: string;
  parents: string[];
  /** Committer date, epoch ms. */
  at: number;
  author: string;
}

const FIELD = '\u001f';

/**
 * Commits that touched any of the files, oldest first, on every branch that leads to HEAD. Merges are among them.
 * Rejects with Git's own words where the folder is no repository; empty where there is no commit yet.
 */
export async function listCommits(folder: string, files: readonly string[], since?: number): Promise<Commit[]> {
  const git = simpleGit({ baseDir: folder });
  const head = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '');
  if (head.trim() === '') {
    return [];
  }
  const format = `--format=%H${FIELD}%P${FIELD}%ct${FIELD}%an`;
  const limits = since === undefined ? [] : [`--since=${Math.floor(since / 1000)}`];
  const said = await git.raw(['log', '--full-history', '--reverse', '--topo-order', format, ...limits, '--', ...files]);
  return said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [hash = '', parents = '', seconds = '0', author = ''] = line.split(FIELD);
      return { hash, parents: parents.split(' ').filter(Boolean), at: Number(seconds) * 1000, author };
    });
}
