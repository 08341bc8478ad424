import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { indexWord, quoted } from './words.ts';

/** Words that begin alike are asked for one by one up to this many; FTS5 merges a longer list first, which is slow. */
const MAX_EXPANSION = 48;

/** Reads the text index of one file. */
export class TextIndexReader {
  private readonly state: StatementSync;
  private readonly late: StatementSync;
  private readonly term: StatementSync;
  private readonly matches: Record<'asc' | 'desc', StatementSync>;

  constructor(db: DatabaseSync) {
    this.state = db.prepare('SELECT indexed_to FROM progress');
    this.late = db.prepare('SELECT key FROM late WHERE key BETWEEN ? AND ?');
    this.term = db.prepare('SELECT term FROM vocabulary WHERE term >= ? LIMIT 1');
    const match = (order: string) =>
      db.prepare(`SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid ${order}`);
    this.matches = { asc: match('ASC'), desc: match('DESC') };
  }

  indexedTo(): number {
    return Number(this.state.get()?.['indexed_to'] ?? -1);
  }

  /** Keys that came too late to be in the index yet. */
  lateKeys(first: number, last: number): number[] {
    return this.late.all(first, last).map((row) => Number(row['key']));
  }

  /** Keys of the rows that may match, in order. */
  *keys(expression: string, first: number, last: number, order: 'asc' | 'desc'): Generator<number> {
    for (const row of this.matches[order].iterate(expression, first, last)) {
      yield Number(row['rowid']);
    }
  }

  /** A MATCH expression for a word or its beginning; undefined where no row has such a word. */
  prefix(word: string): string | undefined {
    const start = indexWord(word);
    const terms: string[] = [];
    for (let next = start; terms.length <= MAX_EXPANSION;) {
      const found = this.term.get(next);
      const term = found && String(found['term']);
      if (term === undefined || !term.startsWith(start)) {
        break;
      }
      terms.push(quoted(term));
      next = `${term}\u0001`;
    }
    if (terms.length === 0) {
      return undefined;
    }
    return terms.length > MAX_EXPANSION ? `${quoted(start)}*` : `(${terms.join(' OR ')})`;
  }
}
