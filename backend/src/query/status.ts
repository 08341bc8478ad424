import { STATUS_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { type QueryContext } from './context.ts';
import { type Handler } from './handler.ts';
import { type ScopeQuery, scopesOf } from './scope.ts';
import { statusRow } from './status/status-row.ts';

/** Where a project stands: one row a project (and tag), numbers as plain columns so that alert rules can read them. */
export const answerStatus: Handler<'status'> = async ({ query }, context) => [
  buildFrame('status', STATUS_COLUMNS, await statusRows(query, context)),
];

/** Rows by the names of STATUS_COLUMNS. */
export async function statusRows(query: ScopeQuery, context: QueryContext): Promise<Array<Record<string, unknown>>> {
  const found = [];
  for (const scope of scopesOf(context.db, query)) {
    found.push(await statusRow(scope, query.run || undefined, context));
  }
  return found;
}
