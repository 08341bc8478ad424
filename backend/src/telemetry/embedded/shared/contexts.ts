import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Attributes, type Origin } from '../../types.ts';
import { hash53 } from './hash.ts';

/** What many records of a file share, stored once: resource attributes and origin. */
export interface Context {
  id: number;
  resource: Attributes;
  origin: Origin;
}

export const CONTEXT_TABLES = `
  CREATE TABLE IF NOT EXISTS context (
    id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, resource TEXT NOT NULL, origin TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS context_hash ON context (hash);`;

const MEMORY = 20_000;

/** Finds or makes a context's number. */
export class ContextWriter {
  private readonly find: StatementSync;
  private readonly insert: StatementSync;
  private readonly known = new Map<string, number>();
  /** Decoders share one resource object between the records of a request. */
  private texts = new WeakMap<Attributes, string>();

  constructor(db: DatabaseSync) {
    this.find = db.prepare('SELECT id FROM context WHERE hash = ? AND resource = ? AND origin = ?');
    this.insert = db.prepare('INSERT INTO context (hash, resource, origin) VALUES (?, ?, ?)');
  }

  id(resource: Attributes, origin: Origin): number {
    let text = this.texts.get(resource);
    if (text === undefined) {
      text = JSON.stringify(resource);
      this.texts.set(resource, text);
    }
    const { project = '', tag = '', run = '', taskId = '', session = '', service = '' } = origin;
    const key = `${project}\n${tag}\n${run}\n${taskId}\n${session}\n${service}\n${text}`;
    let id = this.known.get(key);
    if (id === undefined) {
      id = this.stored(text, origin);
      if (this.known.size >= MEMORY) {
        this.known.clear();
      }
      this.known.set(key, id);
    }
    return id;
  }

  private stored(resource: string, origin: Origin): number {
    const { project, tag, run, taskId, session, service } = origin;
    const text = JSON.stringify({ project, tag, run, taskId, session, service });
    const hash = hash53(resource + text);
    const found = this.find.get(hash, resource, text);
    return Number(found ? found['id'] : this.insert.run(hash, resource, text).lastInsertRowid);
  }
}

/** The contexts of one file, remembered: they are only ever added. */
export class ContextReader {
  private readonly after: StatementSync;
  private readonly list: Context[] = [];
  private readonly byId = new Map<number, Context>();

  constructor(db: DatabaseSync) {
    this.after = db.prepare('SELECT id, resource, origin FROM context WHERE id > ? ORDER BY id');
  }

  all(): readonly Context[] {
    for (const row of this.after.all(this.list.at(-1)?.id ?? 0)) {
      const context = {
        id: Number(row['id']),
        resource: JSON.parse(String(row['resource'])) as Attributes,
        origin: JSON.parse(String(row['origin'])) as Origin,
      };
      this.list.push(context);
      this.byId.set(context.id, context);
    }
    return this.list;
  }

  get(id: number): Context {
    const known = this.byId.get(id) ?? (this.all(), this.byId.get(id));
    return known ?? { id, resource: {}, origin: {} };
  }
}

/** What a search says about origins. */
export interface OriginFilter {
  service?: string;
  sessions?: string[];
  project?: string;
  taskId?: string;
}

/** A test of origins, or undefined where the search does not care. */
export function originTest(filter: OriginFilter): ((origin: Origin) => boolean) | undefined {
  const { service, project, taskId } = filter;
  const sessions = filter.sessions && new Set(filter.sessions);
  if (service === undefined && project === undefined && taskId === undefined && !sessions) {
    return undefined;
  }
  return (origin) =>
    (service === undefined || origin.service === service) &&
    (project === undefined || origin.project === project) &&
    (taskId === undefined || origin.taskId === taskId) &&
    (!sessions || (origin.session !== undefined && sessions.has(origin.session)));
}
