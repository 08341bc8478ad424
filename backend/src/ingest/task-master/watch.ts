import { watch } from 'chokidar';
import { relative, sep } from 'node:path';

/** How long after the last sign of a change the files are read: a temp-file rename shows as several signs. */
const SETTLE_MS = 15;
/** Changes that no notification told of (network file systems, lost inotify events) are found after this long. */
const POLL_MS = 2000;

/** Folders that can hold something of interest, as path segments below the project folder. */
const FOLDERS = new Set(['', '.taskmaster', '.taskmaster/tasks', '.taskmaster/reports', 'tasks', 'scripts']);

function isOfInterest(root: string, path: string): boolean {
  const below = relative(root, path).split(sep).join('/');
  if (FOLDERS.has(below)) {
    return true;
  }
  return (
    below === '.taskmaster/state.json' ||
    /^(\.taskmaster\/)?tasks\/tasks\.json$/.test(below) ||
    /^(\.taskmaster\/reports|scripts)\/task-complexity-report[^/]*\.json$/.test(below)
  );
}

/**
 * Calls `onChange` soon after anything of interest below a project folder changed, and every two seconds in any case.
 * The folders, not the files, are watched: a rename replaces the file.
 */
export async function watchProject(
  root: string,
  onChange: () => void,
  onError?: (error: unknown, what: string) => void
): Promise<{ close(): Promise<void> }> {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(root, {
    depth: 2,
    ignoreInitial: true,
    ignored: (path) => !isOfInterest(root, path),
    atomic: false,
  });
  watcher.on('all', () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onChange();
    }, SETTLE_MS);
  });
  watcher.on('error', (error) => onError?.(error, `watching ${root}`));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  const poll = setInterval(onChange, POLL_MS);
  poll.unref();
  return {
    close: async () => {
      clearInterval(poll);
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
