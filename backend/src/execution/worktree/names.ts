/** Names of branches and folders. Ids are foreign text: what git or a file system could misunderstand is written as `=XX` (hex). */

function plain(text: string): string {
  const safe = [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .join('')
    .replaceAll(
      /[^A-Za-z0-9_.-]|\.(?=\.|$)|^[.-]|\.(?=lock$)/g,
      (char) => `=${char.charCodeAt(0).toString(16).padStart(2, '0')}`
    );
  return safe.length <= 100 ? safe : `${safe.slice(0, 80)}=${Buffer.from(text).toString('hex').slice(-16)}`;
}

/** Where everything that succeeded comes together. */
export const resultBranch = (run: string): string => `taskmaster/${plain(run)}/result`;
export const taskBranch = (run: string, taskId: string): string => `taskmaster/${plain(run)}/task-${plain(taskId)}`;
/** What is left of an attempt whose work was not taken. */
export const leftBranch = (run: string, taskId: string, attempt: number): string =>
  `taskmaster/${plain(run)}/left-${plain(taskId)}-try-${attempt}`;
export const taskFolder = (taskId: string): string => `task-${plain(taskId)}`;
