import { readFile, rename, writeFile } from 'node:fs/promises';

/** Places in the journal up to which everything was sent, and what is remembered there; by kind of item. */
export interface Saved {
  seq: number;
  remembered: unknown;
}

interface Content {
  version: 1;
  feeds: Record<string, Saved>;
}

/** The file of all feeds. Written beside and renamed, so that a crash leaves the old one or the new one. */
export class ExportStateFile {
  readonly #file: string;
  readonly #content: Content;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, content: Content) {
    this.#file = file;
    this.#content = content;
  }

  /** What is absent or damaged counts as never written: sending begins with what happens from now on. */
  static async open(file: string): Promise<ExportStateFile> {
    const content = await readFile(file, 'utf8')
      .then(
        (text) => JSON.parse(text) as Content,
        () => undefined
      )
      .catch(() => undefined);
    return new ExportStateFile(file, content?.version === 1 ? content : { version: 1, feeds: {} });
  }

  get(name: string): Saved | undefined {
    const saved = this.#content.feeds[name];
    return saved && Number.isSafeInteger(saved.seq) ? saved : undefined;
  }

  /** Rejects where the disk does not take it. */
  set(name: string, saved: Saved): Promise<void> {
    this.#content.feeds[name] = saved;
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        const beside = `${this.#file}.new`;
        await writeFile(beside, JSON.stringify(this.#content), { mode: 0o600 });
        await rename(beside, this.#file);
      });
    return this.#writing;
  }
}
