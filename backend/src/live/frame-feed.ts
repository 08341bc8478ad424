import { type JournalEvent } from '#contract/events.ts';
import { type Frame, type QueryAnswer } from '#contract/frames.ts';
import { type LiveChannel } from '#contract/live.ts';
import { type Store } from '../store/types.ts';

/** One client that wants changed rows. */
export interface FrameSubscriber {
  send(id: number, json: string): void;
}

interface Wish {
  channel: LiveChannel;
  /** The client may have missed rows: it gets all of them, not only what differs from the last look. */
  all: boolean;
}

interface Table {
  project: string;
  tag?: string;
  /** Highest event that touched it. */
  seq: number;
  wishes: Map<FrameSubscriber, Wish>;
  /** Rows as last looked at, by id. */
  rows?: Map<string, string>;
  timer?: NodeJS.Timeout;
  dueAt: number;
  busy: boolean;
}

const SOON_MS = 100;
const LATER_MS = 1000;

/**
 * Turns events into frames of the task rows that changed. After an event the tag's rows are read once for all clients
 * and compared with the last look, because one status changes other rows too: parents' progress, and what waits for it.
 * Rows are keyed by `id`; those that are gone are listed in `meta.custom.removed`.
 */
export class FrameFeed {
  readonly #store: Store;
  readonly #onError: (error: unknown) => void;
  readonly #tables = new Map<string, Table>();

  constructor(store: Store, onError: (error: unknown) => void) {
    this.#store = store;
    this.#onError = onError;
  }

  /** An event reached a subscriber; the frame follows. */
  changed(event: JournalEvent, channel: LiveChannel, subscriber: FrameSubscriber, all: boolean): void {
    if (event.project === undefined) {
      return;
    }
    const key = JSON.stringify([event.project, event.tag ?? null]);
    let table = this.#tables.get(key);
    if (!table) {
      table = { project: event.project, tag: event.tag, seq: 0, wishes: new Map(), dueAt: Infinity, busy: false };
      this.#tables.set(key, table);
    }
    table.seq = Math.max(table.seq, event.seq);
    const before = table.wishes.get(subscriber);
    table.wishes.set(subscriber, { channel, all: all || (before?.all ?? false) });
    this.#schedule(table, event.type.startsWith('task.') ? SOON_MS : LATER_MS);
  }

  forget(subscriber: FrameSubscriber): void {
    for (const [key, table] of this.#tables) {
      table.wishes.delete(subscriber);
      if (table.wishes.size === 0 && !table.busy) {
        clearTimeout(table.timer);
        this.#tables.delete(key);
      }
    }
  }

  #schedule(table: Table, delayMs: number): void {
    const dueAt = Date.now() + delayMs;
    if (dueAt >= table.dueAt || table.busy) {
      return;
    }
    clearTimeout(table.timer);
    table.dueAt = dueAt;
    table.timer = setTimeout(() => void this.#look(table), delayMs).unref();
  }

  async #look(table: Table): Promise<void> {
    const wishes = table.wishes;
    const { seq } = table;
    table.wishes = new Map();
    table.dueAt = Infinity;
    table.busy = true;
    const began = Date.now();
    try {
      const frame = await this.#read(table);
      const before = table.rows;
      const { rows, all, differing, removed } = compare(frame, before);
      table.rows = rows;
      for (const [subscriber, wish] of wishes) {
        const picked = wish.all || !before ? all : differing;
        if (picked.data.values[0]?.length || removed.length > 0) {
          subscriber.send(seq, message(seq, wish.channel, picked, removed));
        }
      }
    } catch (error) {
      for (const [subscriber, wish] of wishes) {
        if (!table.wishes.has(subscriber)) {
          table.wishes.set(subscriber, { ...wish, all: true }); // the next event brings the rows after all
        }
      }
      this.#onError(error);
    } finally {
      table.busy = false;
      if (table.wishes.size > 0) {
        // A large project takes long to read: look again only after some multiple of that.
        this.#schedule(table, Math.max(SOON_MS, Math.min(5000, (Date.now() - began) * 4)));
      }
    }
  }

  async #read(table: Table): Promise<Frame> {
    const query = { project: table.project, ...(table.tag === undefined ? {} : { tag: table.tag }) };
    const bytes = await this.#store.query({ queries: [{ refId: 'live', queryType: 'tasks', query }] });
    const answer = JSON.parse(Buffer.from(bytes).toString('utf8')) as QueryAnswer;
    const frame = answer.results.live?.frames?.[0];
    if (!frame) {
      throw new Error(answer.results.live?.error ?? 'The rows that changed could not be read.');
    }
    return frame;
  }
}

function message(id: number, channel: LiveChannel, frame: Frame, removed: string[]): string {
  const custom = { ...frame.schema.meta?.custom, ...(removed.length > 0 ? { removed } : {}) };
  const meta = { ...frame.schema.meta, ...(Object.keys(custom).length > 0 ? { custom } : {}) };
  const schema = { ...frame.schema, ...(Object.keys(meta).length > 0 ? { meta } : {}) };
  return JSON.stringify({ id, channel, type: 'frame', at: Date.now(), data: { schema, data: frame.data } });
}

/** Which rows of a frame differ from an earlier look, by the column `id`. */
export function compare(
  frame: Frame,
  before: ReadonlyMap<string, string> | undefined
): { rows: Map<string, string>; all: Frame; differing: Frame; removed: string[] } {
  const { values } = frame.data;
  const idAt = frame.schema.fields.findIndex((field) => field.name === 'id');
  const ids = (values[idAt] ?? []) as string[];
  const rows = new Map<string, string>();
  const changed: number[] = [];
  ids.forEach((id, row) => {
    const text = JSON.stringify(values.map((column) => column[row]));
    rows.set(id, text);
    if (before?.get(id) !== text) {
      changed.push(row);
    }
  });
  const removed = before ? [...before.keys()].filter((id) => !rows.has(id)) : [];
  const differing = { ...frame, data: { values: values.map((column) => changed.map((row) => column[row])) } };
  return { rows, all: frame, differing, removed };
}
