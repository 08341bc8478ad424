import { type DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type EventRow as JournalRow } from '../../journal/event-row.ts';
import { type TimeRange } from '../../telemetry/types.ts';
import { IN_LIST } from '../telemetry/attributions.ts';
import { containing, rows, Where } from '../sql.ts';

/** What is looked for among events, checked; undefined means any. */
export interface EventFilter {
  range: TimeRange;
  project?: string;
  tag?: string;
  run?: string;
  taskId?: string;
  session?: string;
  /** Types, or their beginning with a trailing *. */
  types?: string[];
  sources?: string[];
  search?: string;
  order: 'asc' | 'desc';
  limit: number;
}

/** As the journal keeps it; whether it came late is the journal's own affair. */
export type EventRow = Omit<JournalRow, 'late'>;

export interface FoundEvents {
  events: EventRow[];
  /** Set where a search in the text looked at only this many of the newest (or oldest) events of the range. */
  searched?: number;
}

/** A text search reads every event; this many keep it below 100 ms. */
const MOST_SEARCHED = 30_000;

/** Events of a filter in order of time. Reads an index in that order, so that the time does not grow with the journal. */
export function findEvents(db: DatabaseSync, filter: EventFilter): FoundEvents {
  const narrow = Boolean(filter.session ?? filter.taskId ?? filter.run);
  if (filter.types && filter.types.length > 0 && !narrow) {
    return byType(db, filter);
  }
  const where = conditions(filter);
  if (filter.types && filter.types.length > 0) {
    where.add(`type ${IN_LIST}`, JSON.stringify(expandTypes(db, filter.project, filter.types)));
  }
  return inOrder(db, filter, where);
}

function conditions(filter: EventFilter): Where {
  // One index is to be used for the order; a leading + keeps SQLite from choosing a condition's own.
  const [first] = (['session', 'taskId', 'run', 'project'] as const).filter((name) => filter[name]);
  const column = (name: string, key: string) =>
    key === first || (first === 'taskId' && key === 'project') ? name : `+${name}`;
  const where = new Where();
  where.equal(column('session', 'session'), filter.session);
  where.equal(column('project', 'project'), filter.project);
  where.equal(column('task_id', 'taskId'), filter.taskId);
  where.equal(column('run', 'run'), filter.run);
  where.add('at >= ? AND at <= ?', filter.range.from, filter.range.to);
  if (filter.tag && filter.tag !== '*') {
    where.add('(+tag = ? OR tag IS NULL)', filter.tag);
  }
  if (filter.sources && filter.sources.length > 0) {
    where.in('+source', filter.sources);
  }
  return where;
}

const matching = (search: string): [string, string, string, string] => {
  const pattern = containing(search);
  return [String.raw`(data LIKE ? ESCAPE '\' OR type LIKE ? ESCAPE '\' OR task_id = ?)`, pattern, pattern, search];
};

function inOrder(db: DatabaseSync, { order, limit, search }: EventFilter, where: Where): FoundEvents {
  const by = `ORDER BY at ${order}, seq ${order}`;
  if (!search) {
    const sql = `SELECT * FROM events${where.toString()} ${by} LIMIT ?`;
    return { events: rows<EventRow>(db, sql, ...where.values, limit) };
  }
  const [condition, ...values] = matching(search);
  const inner = `SELECT * FROM events${where.toString()} ${by} LIMIT ${MOST_SEARCHED}`;
  const sql = `SELECT * FROM (${inner}) WHERE ${condition} ${by} LIMIT ?`;
  const events = rows<EventRow>(db, sql, ...where.values, ...values, limit);
  const total = rows<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM (SELECT 1 FROM events${where.toString()} LIMIT ${MOST_SEARCHED + 1})`,
    ...where.values
  )[0]!.count;
  return total > MOST_SEARCHED ? { events, searched: MOST_SEARCHED } : { events };
}

/** Rare types among many events: the places of each type come from its own index, only the ones shown are read. */
function byType(db: DatabaseSync, filter: EventFilter): FoundEvents {
  const { range, order, limit } = filter;
  const projects = filter.project ? [filter.project] : projectsWithEvents(db);
  const places: Array<{ seq: number; at: number }> = [];
  const wanted = filter.search || filter.sources?.length || filter.tag ? MOST_SEARCHED : limit;
  for (const project of projects) {
    for (const type of expandTypes(db, project, filter.types!)) {
      places.push(
        ...rows<{ seq: number; at: number }>(
          db,
          `SELECT seq, at FROM events INDEXED BY events_type WHERE project IS ? AND type = ? AND at >= ? AND at <= ?
           ORDER BY at ${order} LIMIT ?`,
          project as SQLInputValue,
          type,
          range.from,
          range.to,
          wanted
        )
      );
    }
  }
  const sign = order === 'asc' ? 1 : -1;
  places.sort((a, b) => sign * (a.at - b.at || a.seq - b.seq));
  const where = new Where().add(`seq ${IN_LIST}`, JSON.stringify(places.slice(0, wanted).map(({ seq }) => seq)));
  if (filter.sources && filter.sources.length > 0) {
    where.in('source', filter.sources);
  }
  if (filter.tag && filter.tag !== '*') {
    where.add('(tag = ? OR tag IS NULL)', filter.tag);
  }
  if (filter.search) {
    where.add(...matching(filter.search));
  }
  const sql = `SELECT * FROM events${where.toString()} ORDER BY at ${order}, seq ${order} LIMIT ?`;
  const events = rows<EventRow>(db, sql, ...where.values, limit);
  return places.length > wanted && wanted === MOST_SEARCHED ? { events, searched: wanted } : { events };
}

function projectsWithEvents(db: DatabaseSync): Array<string | null> {
  return [null, ...rows<{ id: string }>(db, 'SELECT id FROM projects ORDER BY id').map(({ id }) => id)];
}

/** Types as they occur: a pattern becomes the types it fits. Jumps from type to type through the index. */
export function expandTypes(
  db: DatabaseSync,
  project: string | null | undefined,
  patterns: readonly string[]
): string[] {
  if (!patterns.some((pattern) => pattern.endsWith('*'))) {
    return [...new Set(patterns)];
  }
  const known = typesOf(db, project);
  const fits = (type: string) =>
    patterns.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern));
  return known.filter(fits);
}

/** Types of events of a project (undefined: of all, null: of none), in order of their names. */
export function typesOf(db: DatabaseSync, project: string | null | undefined): string[] {
  const projects = project === undefined ? projectsWithEvents(db) : [project];
  const types = new Set<string>();
  for (const one of projects) {
    const found = rows<{ type: string }>(
      db,
      `WITH RECURSIVE types(type) AS (
         SELECT min(type) FROM events INDEXED BY events_type WHERE project IS ?1
         UNION ALL
         SELECT (SELECT min(type) FROM events INDEXED BY events_type WHERE project IS ?1 AND type > types.type)
         FROM types WHERE types.type IS NOT NULL
       ) SELECT type FROM types WHERE type IS NOT NULL`,
      one
    );
    found.forEach(({ type }) => types.add(type));
  }
  return [...types].sort();
}
