import { type DatabaseSync } from 'node:sqlite';
import { EVIDENCE_KINDS } from '#contract/events.ts';
import { row, rows } from '../sql.ts';
import { type Scope } from '../scope.ts';

/** Tokens and cost, counted once by one reporter a session. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheCreationTokens: number;
  costUsd: number;
}

export interface TaskUsage extends Usage {
  /** The strongest kind of evidence any of it rests on. */
  evidence: string | null;
}

export const noUsage = (): Usage => ({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 0,
});

/** Sums over `usage_totals`, under the names of the columns. */
export const USAGE_SUMS = `
  ifnull(sum(input_tokens), 0) AS inputTokens, ifnull(sum(output_tokens), 0) AS outputTokens,
  ifnull(sum(cache_read_tokens), 0) AS cacheReadTokens, ifnull(sum(cache_creation_tokens), 0) AS cacheCreationTokens,
  ifnull(sum(cost_usd), 0) AS costUsd`;

/** Adds one usage to another, in place. */
export function addUsage(sum: Usage, more: Usage): void {
  sum.inputTokens += more.inputTokens;
  sum.outputTokens += more.outputTokens;
  sum.cacheReadTokens += more.cacheReadTokens;
  sum.cacheCreationTokens += more.cacheCreationTokens;
  sum.costUsd += more.costUsd;
}

/** Dollars without the dust of adding fractions: a ten-millionth is below any price of a request. */
export const roundCost = <T extends Usage>(usage: T): T => ({
  ...usage,
  costUsd: Math.round(usage.costUsd * 1e7) / 1e7,
});

/** The stronger of two kinds of evidence. */
export function stronger(a: string | null, b: string | null): string | null {
  if (a === null || b === null) {
    return a ?? b;
  }
  const order = EVIDENCE_KINDS as readonly string[];
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

/** Own usage of each task of a tag; a parent's subtasks are not in it. */
export function loadTaskUsage(db: DatabaseSync, { project, tag }: Scope): Map<string, TaskUsage> {
  const usage = new Map<string, TaskUsage>();
  for (const { taskId, evidence, ...sums } of rows<Usage & { taskId: string; evidence: string }>(
    db,
    `SELECT task_id AS taskId, evidence, ${USAGE_SUMS} FROM usage_totals WHERE project = ? AND tag = ? AND task_id <> ''
     GROUP BY task_id, evidence`,
    project,
    tag
  )) {
    const known = usage.get(taskId);
    if (known) {
      addUsage(known, sums);
      known.evidence = stronger(known.evidence, evidence || null);
    } else {
      usage.set(taskId, { ...sums, evidence: evidence || null });
    }
  }
  return usage;
}

/** Everything counted for a project, attributed to a task or not. */
export function projectUsage(db: DatabaseSync, project: string): Usage {
  return roundCost(row<Usage>(db, `SELECT ${USAGE_SUMS} FROM usage_totals WHERE project = ?`, project) ?? noUsage());
}

/** Everything counted in a run. */
export function runUsage(db: DatabaseSync, run: string): Usage {
  return roundCost(
    row<Usage>(db, `SELECT ${USAGE_SUMS} FROM usage_totals WHERE run = ? AND run <> ''`, run) ?? noUsage()
  );
}

export interface ModelUsage extends Usage {
  model: string | null;
  requests: number;
}

/** Usage by model under a condition on `usage_totals`, dearest first. */
export function usageByModel(db: DatabaseSync, condition: string, ...values: string[]): ModelUsage[] {
  return rows<ModelUsage>(
    db,
    `SELECT nullif(model, '') AS model, sum(requests) AS requests, ${USAGE_SUMS} FROM usage_totals
     WHERE ${condition} GROUP BY model ORDER BY costUsd DESC, model`,
    ...values
  ).map(roundCost);
}

export interface TaskShare extends Usage {
  /** Null where nothing says which task it served. */
  tag: string | null;
  taskId: string | null;
  title: string | null;
  evidence: string | null;
}

/** What a run used by task, dearest first; at most `limit` tasks. What nobody could attribute is a row without a task. */
export function usageByTask(db: DatabaseSync, run: string, limit: number): TaskShare[] {
  return rows<TaskShare>(
    db,
    `SELECT nullif(u.tag, '') AS tag, nullif(u.task_id, '') AS taskId, t.title, ${USAGE_SUMS},
       CASE WHEN u.task_id = '' THEN NULL ELSE group_concat(DISTINCT nullif(evidence, '')) END AS evidence
     FROM usage_totals u LEFT JOIN tasks t ON t.project = u.project AND t.tag = u.tag AND t.task_id = u.task_id
     WHERE u.run = ? AND u.run <> '' GROUP BY u.task_id = '', CASE WHEN u.task_id = '' THEN '' ELSE u.tag END, u.task_id
     ORDER BY costUsd DESC, inputTokens + outputTokens DESC, u.task_id LIMIT ?`,
    run,
    limit
  ).map(roundCost);
}

export interface AgentShare extends Usage {
  agent: string | null;
  sessions: number;
}

/** What a run used by agent, dearest first. */
export function usageByAgent(db: DatabaseSync, run: string): AgentShare[] {
  return rows<AgentShare>(
    db,
    `SELECT ifnull(s.agent, s.service) AS agent, count(DISTINCT u.session) AS sessions, ${USAGE_SUMS}
     FROM usage_totals u LEFT JOIN sessions s ON s.id = u.session
     WHERE u.run = ? AND u.run <> '' GROUP BY 1 ORDER BY costUsd DESC, agent`,
    run
  ).map(roundCost);
}

export interface UsageBucket {
  /** Start of the bucket, epoch ms. */
  at: number;
  model: string | null;
  costUsd: number;
  /** Tokens of every kind, cached ones too. */
  tokens: number;
}

/** Most buckets a run is cut into. */
const BUCKETS = 60;
const STEPS_MS = [1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 4 * 3_600_000, 24 * 3_600_000];

/** What a run used over time, by model: buckets of one round length, at most 60 up to 60 days; empty ones are left out. */
export function usageOverTime(db: DatabaseSync, run: string): { stepMs: number; buckets: UsageBucket[] } {
  const span = row<{ from: number | null; until: number | null }>(
    db,
    'SELECT min(at) AS "from", max(at) AS until FROM usage WHERE run = ? AND counted = 1',
    run
  );
  const length = (span?.until ?? 0) - (span?.from ?? 0);
  const stepMs = STEPS_MS.find((step) => length <= step * (BUCKETS - 1)) ?? STEPS_MS.at(-1)!;
  const buckets = rows<UsageBucket>(
    db,
    `SELECT at - at % ?2 AS at, model, sum(cost_usd) AS costUsd,
       sum(input_tokens + output_tokens + cache_read_tokens + cache_creation_tokens) AS tokens
     FROM usage WHERE run = ?1 AND counted = 1 GROUP BY 1, model ORDER BY 1, model`,
    run,
    stepMs
  ).map((bucket) => ({ ...bucket, costUsd: Math.round(bucket.costUsd * 1e7) / 1e7 }));
  return { stepMs, buckets };
}
