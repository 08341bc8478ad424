import { basename } from 'node:path';
import { type PartHealth } from '../../store/types.ts';
import { type Folder } from './shared/folder.ts';

/** What went wrong with a signal, and when; the next success clears a failed write. */
export class SignalHealth {
  private failure: { text: string; since: number } | undefined;
  private readonly folders: readonly Folder[];
  private readonly what: string;

  constructor(what: string, folders: readonly Folder[]) {
    this.what = what;
    this.folders = folders;
  }

  failed(error: unknown, at: number): void {
    const text = error instanceof Error ? error.message : String(error);
    this.failure = { text, since: this.failure?.since ?? at };
  }

  succeeded(): void {
    this.failure = undefined;
  }

  /** `unusable`: records that could not be kept since the start. */
  report(unusable: number): PartHealth {
    if (this.failure) {
      return { state: 'down', text: `${this.what} cannot be written: ${this.failure.text}`, since: this.failure.since };
    }
    const damaged = this.folders.flatMap((folder) => folder.corrupt());
    if (damaged.length > 0) {
      const names = damaged.map((name) => basename(name)).join(', ');
      return {
        state: 'degraded',
        text: `${this.what}: damaged files were moved aside and their data is missing (${names}). Everything else is kept. Delete them to clear this.`,
      };
    }
    const lost = unusable > 0 ? ` ${unusable} records had no usable time or number and were not kept.` : '';
    return { state: 'ok', text: `${this.what} are kept in ${this.folders[0]?.path ?? ''}.${lost}` };
  }
}
