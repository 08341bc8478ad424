import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckpointContent } from './content.ts';
import { decodeCheckpoint, encodeCheckpoint, writeWhole } from './file.ts';

/** Where copies go. Two folders today, the second can be on another disk; another kind of target would implement this. */
export interface CheckpointTarget {
  name: string;
  write(id: string, bytes: Buffer): Promise<void>;
  /** Undefined where there is none. */
  read(id: string): Buffer | undefined;
  list(): string[];
  remove(id: string): Promise<void>;
}

export function folderTarget(folder: string): CheckpointTarget {
  const fileOf = (id: string) => join(folder, `${id}.json`);
  return {
    name: folder,
    async write(id, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(fileOf(id), bytes);
    },
    read(id) {
      try {
        return readFileSync(fileOf(id));
      } catch {
        return undefined;
      }
    },
    list() {
      try {
        return readdirSync(folder)
          .filter((name) => /^cp-\d{10}\.json$/.test(name) && statSync(join(folder, name)).isFile())
          .map((name) => name.slice(0, -5));
      } catch {
        return [];
      }
    },
    async remove(id) {
      await rm(fileOf(id), { force: true });
    },
  };
}

export interface FoundCheckpoint {
  id: string;
  /** One entry a target, in their order: undefined where that copy is good. */
  copies: Array<{ target: string; problem?: string; bytes: number }>;
  content?: CheckpointContent;
}

/** Id of the checkpoint taken at a place in the log: they sort by it. */
export const checkpointId = (seq: number): string => `cp-${String(seq).padStart(10, '0')}`;

export class CheckpointStore {
  readonly #targets: readonly CheckpointTarget[];
  readonly #keep: number;

  constructor(targets: readonly CheckpointTarget[], keep = 20) {
    this.#targets = targets;
    this.#keep = keep;
  }

  /**
   * Writes every copy. One that fails is said and leaves the others.
   * @throws Error where no copy could be written
   */
  async save(content: CheckpointContent): Promise<{ bytes: number; copies: number; problems: string[] }> {
    const bytes = encodeCheckpoint(content);
    const problems: string[] = [];
    await Promise.all(
      this.#targets.map(async (target) => {
        try {
          await target.write(content.id, bytes);
        } catch (error) {
          problems.push(`${target.name}: ${(error as Error).message}`);
        }
      })
    );
    if (problems.length === this.#targets.length) {
      throw new Error(`No copy of the checkpoint could be written. ${problems.join('; ')}`);
    }
    return { bytes: bytes.length, copies: this.#targets.length - problems.length, problems };
  }

  /** Removes the oldest beyond those kept. Called after a good save only, so there is always one to go back to. */
  async rotate(): Promise<void> {
    for (const target of this.#targets) {
      const old = target.list().sort().slice(0, -this.#keep);
      await Promise.all(old.map((id) => target.remove(id).catch(() => {})));
    }
  }

  /** Ids, oldest first. */
  ids(): string[] {
    return [...new Set(this.#targets.flatMap((target) => target.list()))].sort();
  }

  /** Checks every copy of one; `content` is that of the first good copy. */
  load(id: string): FoundCheckpoint {
    const found: FoundCheckpoint = { id, copies: [] };
    for (const target of this.#targets) {
      const bytes = target.read(id);
      if (!bytes) {
        found.copies.push({ target: target.name, problem: 'it is not there', bytes: 0 });
        continue;
      }
      const decoded = decodeCheckpoint(bytes);
      found.copies.push({
        target: target.name,
        bytes: bytes.length,
        ...(decoded.ok ? {} : { problem: decoded.problem }),
      });
      if (decoded.ok) {
        found.content ??= decoded.content;
      }
    }
    return found;
  }

  /** The newest one with a good copy, and what was wrong with those passed over. */
  latest(): { found?: FoundCheckpoint; passedOver: FoundCheckpoint[] } {
    const passedOver: FoundCheckpoint[] = [];
    for (const id of this.ids().reverse()) {
      const found = this.load(id);
      if (found.content) {
        return { found, passedOver };
      }
      passedOver.push(found);
    }
    return { passedOver };
  }
}
