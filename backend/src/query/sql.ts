import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Statements are prepared once per database and text; preparing costs as much as many of the reads. */
const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

function prepared(db: DatabaseSync, sql: string): StatementSync {
  let known = statements.get(db);
  if (!known) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(sql);
  if (!statement) {
    // Texts are made from a bounded set of clauses; the bound only guards against a mistake here.
    if (known.size >= 500) {
      known.clear();
    }
    statement = db.prepare(sql);
    known.set(sql, statement);
  }
  return statement;
}

/** All rows; the type is what the columns are declared to be in the journal's migrations. */
export function rows<T>(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): T[] {
  return prepared(db, sql).all(...values) as T[];
}

/** The first row. */
export function row<T>(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): T | undefined {
  return prepared(db, sql).get(...values) as T | undefined;
}

/** Conditions joined by AND with their values, in order. */
export class Where {
  private readonly conditions: string[] = [];
  readonly values: SQLInputValue[] = [];

  add(condition: string, ...values: SQLInputValue[]): this {
    this.conditions.push(condition);
    this.values.push(...values);
    return this;
  }

  /** Adds `column = value` where there is a value; an empty text is none. */
  equal(column: string, value: string | undefined): this {
    return value ? this.add(`${column} = ?`, value) : this;
  }

  /** Adds `column IN (…)`. No values at all match nothing. */
  in(column: string, values: readonly string[]): this {
    return this.add(values.length === 0 ? '0' : `${column} IN (${values.map(() => '?').join(', ')})`, ...values);
  }

  toString(): string {
    return this.conditions.length === 0 ? '' : ` WHERE ${this.conditions.join(' AND ')}`;
  }
}

/** A LIKE pattern that finds `text` anywhere; use with `ESCAPE '\\'`. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
