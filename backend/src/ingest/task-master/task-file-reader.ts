import { type NewEvent, newEvent, type TaskDefinition } from '#contract/events.ts';
import { readComplexityReport } from './complexity-report.ts';
import { diffSnapshots, sameJson, type Snapshot } from './diff.ts';
import { parseJson } from './parse-json.ts';
import { readTags } from './read-tags.ts';
import { readTasks } from './read-tasks.ts';

export interface KnownTask {
  tag: string;
  task: TaskDefinition;
}

export type ReadOutcome = { ok: true; events: NewEvent[] } | { ok: false; problem: string; line?: number };

/**
 * Holds the last good state of one project's task file and turns each new content into the events that lead to it. A
 * content that cannot be read changes nothing: the last good state stays.
 */
export class TaskFileReader {
  readonly #project: string;
  #state: Snapshot = new Map();
  #lists = new Map<string, unknown[]>();
  readonly #complexity = new Map<string, ReadonlyMap<string, number>>();

  constructor(project: string, known: readonly KnownTask[] = []) {
    this.#project = project;
    for (const { tag, task } of known) {
      const tasks = this.#state.get(tag) ?? new Map<string, TaskDefinition>();
      this.#state.set(tag, tasks.set(task.taskId, task));
    }
  }

  get tags(): string[] {
    return [...this.#state.keys()];
  }

  /** @param at epoch ms the events are dated with */
  readTasks(bytes: Uint8Array, at: number): ReadOutcome {
    const parsed = parseJson(bytes);
    if (!parsed.ok) {
      return parsed;
    }
    const found = readTags(parsed.value);
    if (!found.ok) {
      return found;
    }
    const unchanged = new Set<string>();
    for (const [tag, list] of found.tags) {
      if (sameJson(list, this.#lists.get(tag))) {
        unchanged.add(tag);
      }
    }
    this.#lists = found.tags;
    return { ok: true, events: this.#advance(at, unchanged) };
  }

  /** A complexity report of one tag; `undefined` when its file is gone. */
  readReport(tag: string, bytes: Uint8Array | undefined, at: number): ReadOutcome {
    if (!bytes) {
      this.#complexity.delete(tag);
    } else {
      const parsed = parseJson(bytes);
      if (!parsed.ok) {
        return parsed;
      }
      this.#complexity.set(tag, readComplexityReport(parsed.value));
    }
    return { ok: true, events: this.#lists.has(tag) ? this.#advance(at) : [] };
  }

  /** @param unchanged tags whose tasks need not be read and compared again */
  #advance(at: number, unchanged?: ReadonlySet<string>): NewEvent[] {
    const next: Snapshot = new Map();
    for (const [tag, list] of this.#lists) {
      const before = unchanged?.has(tag) ? this.#state.get(tag) : undefined;
      if (before) {
        next.set(tag, before);
        continue;
      }
      const { tasks } = readTasks(list, this.#complexity.get(tag));
      next.set(tag, new Map(tasks.map((task) => [task.taskId, task])));
    }
    const events = diffSnapshots(this.#state, next, { project: this.#project, at, source: 'file' });
    this.#state = next;
    return events;
  }
}

/** What `input.broken` and `input.recovered` say. */
export function brokenInput(
  project: string,
  input: string,
  problem: string,
  line: number | undefined,
  at: number
): NewEvent {
  return newEvent('input.broken', {
    project,
    at,
    source: 'file',
    data: { input, problem, ...(line === undefined ? {} : { line }) },
  });
}

export function recoveredInput(project: string, input: string, at: number): NewEvent {
  return newEvent('input.recovered', { project, at, source: 'file', data: { input } });
}
