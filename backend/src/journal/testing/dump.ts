import { type DatabaseSync } from 'node:sqlite';

/** Tables made of events, and the columns that only number their rows. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  projects: [],
  runs: [],
  tasks: [],
  dependencies: [],
  attempts: [],
  transitions: [],
  sessions: [],
  agents: [],
  tool_calls: [],
  progress_marks: [],
  in_progress: [],
  sole_tasks: [],
  evidence: [],
  attributions: ['id'],
  usage: [],
  usage_totals: [],
  api_errors: [],
  problems: [],
  imports: [],
};

/** Every projection's rows as text, in an order that does not depend on how they came to be. */
export function dump(db: DatabaseSync): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const [table, numbers] of Object.entries(TABLES)) {
    result[table] = db
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => !numbers.includes(name)))))
      .sort();
  }
  return result;
}
