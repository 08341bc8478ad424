import { type DatabaseSync } from 'node:sqlite';
import { USAGE_REPORTERS } from '#contract/events.ts';
import { amount, count, number, text } from '../values.ts';
import { type DirtySessions } from './dirty-sessions.ts';
import { type SessionRows } from './session-rows.ts';
import { type Projection } from './types.ts';

/** Strongest first; -1 for none yet. */
const strength = (reporter: string | null): number =>
  reporter === null ? -1 : USAGE_REPORTERS.length - (USAGE_REPORTERS as readonly string[]).indexOf(reporter);

/**
 * Tokens and cost. Three reporters may tell of the same request: rows of all are kept, those of the strongest one a session
 * has are `counted`. Which task a row served is written by attribution, unless the event named its task itself.
 */
export function usageProjection(db: DatabaseSync, sessions: SessionRows, dirty: DirtySessions): Projection {
  const columns = `id, session, at, reporter, request_id, model, agent_id, query_source, input_tokens, output_tokens,
    cache_read_tokens, cache_creation_tokens, cost_usd, duration_ms, counted, project, run, tag, task_id, evidence, pinned`;
  const values = columns.replaceAll(/\w+/g, '?');
  const once = db.prepare(`INSERT INTO usage (${columns}) VALUES (${values}) ON CONFLICT DO NOTHING`);
  const atMost = (name: string) => `${name} = max(${name}, excluded.${name})`;
  const cumulative = db.prepare(`
    INSERT INTO usage (${columns}) VALUES (${values}) ON CONFLICT (session, reporter, request_id) WHERE request_id IS NOT NULL
    DO UPDATE SET ${['at', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens', 'cost_usd'].map(atMost).join(', ')}`);
  const seriesAt = db.prepare('SELECT at FROM usage WHERE session = ? AND reporter = ? AND request_id = ?');
  const recount = db.prepare(
    'UPDATE usage SET counted = (reporter = ?) WHERE session = ? AND counted <> (reporter = ?)'
  );

  return {
    on: {
      'usage.reported'(event) {
        const { data } = event;
        const reporter = String(data.reporter);
        const row = event.session === undefined ? undefined : sessions.get(event.session);
        // Usage without a session is told by other executors: each project's is a series of its own.
        const session = event.session ?? `~${event.project ?? ''}`;
        if (row && strength(reporter) > strength(row.reporter)) {
          row.reporter = reporter;
          sessions.put(row.id, row);
          recount.run(reporter, session, reporter);
        }
        const request = text(data.requestId);
        const series = data.cumulative === true && request !== null;
        const before = series
          ? (seriesAt.get(session, reporter, request) as { at: number } | undefined)?.at
          : undefined;
        const pinned = event.taskId !== undefined;
        (series ? cumulative : once).run(
          event.seq,
          session,
          event.at,
          reporter,
          request,
          text(data.model),
          text(data.agentId),
          text(data.querySource),
          count(data.inputTokens),
          count(data.outputTokens),
          count(data.cacheReadTokens),
          count(data.cacheCreationTokens),
          amount(data.costUsd),
          number(data.durationMs),
          !row || row.reporter === reporter ? 1 : 0,
          event.project ?? null,
          event.run ?? null,
          pinned ? (event.tag ?? null) : null,
          event.taskId ?? null,
          pinned ? 'resource' : null,
          pinned ? 1 : 0
        );
        if (row) {
          dirty.mark(row.id, Math.min(event.at, before ?? event.at));
        }
      },
    },
  };
}
