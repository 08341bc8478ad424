import { rows } from '../sql.ts';
import { type Read } from './index.ts';

/** How many there are of everything: totals from the projections, so that counters go on where they were after a restart. */
export const readCounts: Read = (_args, { db, now }) => {
  const one = (sql: string, ...values: number[]) => rows<Record<string, number>>(db, sql, ...values)[0] ?? {};
  return {
    projects: one('SELECT count(*) AS count FROM projects WHERE removed_at IS NULL')['count'],
    events: one('SELECT ifnull(max(seq), 0) AS count FROM events')['count'],
    runs: rows(
      db,
      `SELECT source, iif(ended_at IS NULL, 'open', 'closed') AS state, count(*) AS count FROM runs GROUP BY 1, 2`
    ),
    tasks: rows(
      db,
      'SELECT project, tag, status, count(*) AS count FROM tasks WHERE removed_at IS NULL GROUP BY project, tag, status'
    ),
    attempts: rows(db, 'SELECT status, count(*) AS count FROM attempts GROUP BY status'),
    sessions: one(
      `SELECT count(*) AS total, sum(ended_at IS NULL AND last_at >= ?) AS active, sum(tool_calls) AS toolCalls,
         sum(tool_errors) AS toolErrors, sum(api_errors) AS apiErrors, sum(prompts) AS prompts, sum(turns) AS turns,
         sum(interruptions) AS interruptions FROM sessions`,
      now() - 30 * 60_000
    ),
    usage: rows(
      db,
      `SELECT project, model, sum(requests) AS requests, sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens,
         sum(cache_read_tokens) AS cacheReadTokens, sum(cache_creation_tokens) AS cacheCreationTokens, sum(cost_usd) AS costUsd
       FROM usage_totals GROUP BY project, model`
    ),
    problems: one('SELECT count(*) AS count FROM problems')['count'],
  };
};
