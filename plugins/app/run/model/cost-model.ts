import { type RunRow, type Usage } from '../rows.ts';

/** What `GET /api/v1/runs/:id` says of usage, beside the run itself. */
export interface RunUsage extends RunRow {
  usageByTask: Array<
    Usage & { tag: string | null; taskId: string | null; title: string | null; evidence: string | null }
  >;
  usageByAgent: Array<Usage & { agent: string | null; sessions: number }>;
  usageByModel: Array<Usage & { model: string | null; requests: number }>;
  usageOverTime: {
    stepMs: number;
    buckets: Array<{ at: number; model: string | null; costUsd: number; tokens: number }>;
  };
}

export interface Share {
  key: string;
  label: string;
  /** Beside the label: how sure, how many. */
  note: string;
  costUsd: number;
  tokens: number;
  /** Of the whole, 0–1: of cost, or of tokens where nothing has a price. */
  share: number;
  tag?: string;
  taskId?: string;
}

export const tokensOf = (usage: Usage) =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheCreationTokens;

const EVIDENCE: Record<string, string> = {
  resource: 'named by the agent’s telemetry',
  'status-change': 'the agent changed its status',
  'only-in-progress': 'the only task in progress',
};

/** Why usage is held to belong to a task, in words; several reasons are joined. */
export function evidenceText(evidence: string | null): string {
  const kinds = (evidence ?? '').split(',').filter((kind) => kind !== '' && kind !== 'none');
  return kinds.map((kind) => EVIDENCE[kind] ?? kind).join('; ');
}

function shares<T extends Usage>(
  rows: readonly T[],
  name: (row: T) => Omit<Share, 'costUsd' | 'tokens' | 'share'>
): Share[] {
  const priced = rows.some(({ costUsd }) => costUsd > 0);
  const weight = (row: T) => (priced ? row.costUsd : tokensOf(row));
  const whole = rows.reduce((sum, row) => sum + weight(row), 0);
  return rows
    .map((row) => ({
      ...name(row),
      costUsd: row.costUsd,
      tokens: tokensOf(row),
      share: whole > 0 ? weight(row) / whole : 0,
    }))
    .sort((a, b) => b.share - a.share);
}

export const byTask = ({ usageByTask }: RunUsage): Share[] =>
  shares(usageByTask, ({ tag, taskId, title, evidence }) =>
    taskId === null
      ? { key: '', label: 'Not attributed to a task', note: 'no evidence says which task it served' }
      : {
          key: `${tag}/${taskId}`,
          label: `${taskId} ${title ?? ''}`.trim(),
          note: evidenceText(evidence),
          tag: tag ?? undefined,
          taskId,
        }
  );

const plural = (count: number, word: string) => `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;

export const byAgent = ({ usageByAgent }: RunUsage): Share[] =>
  shares(usageByAgent, ({ agent, sessions }) => ({
    key: agent ?? '',
    label: agent ?? 'Unknown agent',
    note: plural(sessions, 'session'),
  }));

export const byModel = ({ usageByModel }: Pick<RunUsage, 'usageByModel'>): Share[] =>
  shares(usageByModel, ({ model, requests }) => ({
    key: model ?? '',
    label: model ?? 'Unknown model',
    note: plural(requests, 'request'),
  }));

export interface Column {
  at: number;
  costUsd: number;
  tokens: number;
  /** By model, in the order of `models`. */
  parts: number[];
  /** Everything up to and with this column. */
  sumUsd: number;
}

export interface OverTime {
  stepMs: number;
  models: string[];
  columns: Column[];
  /** Highest column, in dollars or tokens as `priced` says. */
  most: number;
  priced: boolean;
}

/** Cost over time as equally wide columns without gaps, stacked by model (dearest first). */
export function overTime({ usageOverTime: { stepMs, buckets }, usageByModel }: RunUsage): OverTime {
  const priced = buckets.some(({ costUsd }) => costUsd > 0);
  const models = usageByModel.map(({ model }) => model ?? 'Unknown model');
  const first = buckets[0]?.at ?? 0;
  const last = buckets.at(-1)?.at ?? -1;
  const columns: Column[] = [];
  for (let at = first; at <= last && columns.length < 400; at += stepMs) {
    columns.push({ at, costUsd: 0, tokens: 0, parts: models.map(() => 0), sumUsd: 0 });
  }
  for (const { at, model, costUsd, tokens } of buckets) {
    const column = columns[Math.round((at - first) / stepMs)];
    const place = models.indexOf(model ?? 'Unknown model');
    if (column) {
      column.costUsd += costUsd;
      column.tokens += tokens;
      column.parts[place] = (column.parts[place] ?? 0) + (priced ? costUsd : tokens);
    }
  }
  let sum = 0;
  for (const column of columns) {
    sum += column.costUsd;
    column.sumUsd = sum;
  }
  const most = Math.max(0, ...columns.map(({ costUsd, tokens }) => (priced ? costUsd : tokens)));
  return { stepMs, models, columns, most, priced };
}
