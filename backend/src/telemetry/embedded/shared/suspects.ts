import { type WriterFile, type WriterFiles } from './writer-files.ts';

/** Looks through files that a reader found damaged, and moves aside those that are. */
export function checkSuspects<T extends WriterFile>(files: WriterFiles<T>): void {
  for (const first of files.folder.suspects()) {
    let sound = false;
    try {
      sound = files.use(first, (_own, db) => db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok');
    } catch {
      // not even that can be read
    }
    if (sound) {
      files.folder.clearSuspect(first);
    } else {
      files.setAside(first);
    }
  }
  files.moveDamaged();
}
