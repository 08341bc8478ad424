import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TaskDefinition } from '#contract/events.ts';
import { parseJson } from '../../ingest/task-master/parse-json.ts';
import { readTags } from '../../ingest/task-master/read-tags.ts';
import { readTasks } from '../../ingest/task-master/read-tasks.ts';

/** The tasks of one tag of a task file, read again when the file changes. A file that is broken for a while leaves the last good ones. */
export class TaskSource {
  readonly file: string;
  readonly tag: string;
  #stamp = '';
  #items: TaskDefinition[] = [];
  #byId = new Map<string, TaskDefinition>();
  #version = 0;
  /** What is wrong with the file now, in a sentence. */
  problem: string | undefined;

  constructor(file: string, tag: string) {
    this.file = file;
    this.tag = tag;
  }

  /** @returns true where the tasks are others than at the last call */
  refresh(): boolean {
    let stamp: string;
    try {
      const { mtimeNs, size, ino } = statSync(this.file, { bigint: true });
      stamp = `${mtimeNs} ${size} ${ino}`;
    } catch {
      this.problem = `There is no task file ${this.file}.`;
      return false;
    }
    if (stamp === this.#stamp) {
      return false;
    }
    const parsed = parseJson(readFileSync(this.file));
    const tags = parsed.ok ? readTags(parsed.value) : parsed;
    if (!tags.ok) {
      this.problem = `${this.file}: ${tags.problem}.`;
      return false;
    }
    const list = tags.tags.get(this.tag);
    if (!list) {
      this.problem = `${this.file} has no tag “${this.tag}”. It has: ${[...tags.tags.keys()].join(', ')}.`;
      return false;
    }
    this.#stamp = stamp;
    this.#items = readTasks(list).tasks;
    this.#byId = new Map(this.#items.map((item) => [item.taskId, item]));
    this.#version += 1;
    this.problem = undefined;
    return true;
  }

  /** Another one each time the tasks have been read anew. */
  get version(): number {
    return this.#version;
  }

  get items(): readonly TaskDefinition[] {
    return this.#items;
  }

  task(taskId: string): TaskDefinition | undefined {
    return this.#byId.get(taskId);
  }
}

/** Task Master's current tag, from the state file beside the task file; `master` where it says nothing. */
export function currentTag(tasksFile: string): string {
  try {
    const state = JSON.parse(readFileSync(join(dirname(dirname(tasksFile)), 'state.json'), 'utf8')) as {
      currentTag?: unknown;
    };
    return typeof state.currentTag === 'string' && state.currentTag !== '' ? state.currentTag : 'master';
  } catch {
    return 'master';
  }
}
