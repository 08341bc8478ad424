import { type QueryContext } from '../context.ts';
import { QueryError } from '../errors.ts';
import { typesOf } from '../events/find-events.ts';
import { withNewestRun } from '../newest-run.ts';
import { projectOf, scopesOf, tagsOf } from '../scope.ts';
import { rows, Where } from '../sql.ts';
import { projectState } from '../state/project-state.ts';
import { tasksOfRun } from '../tasks.ts';
import { neededText, numberArg, pageArg, textArg } from './args.ts';

/** A name to choose: what a query takes, and how people know it. */
export interface Choice {
  value: string;
  label: string;
}

type Args = Record<string, unknown>;
type Lookup = (args: Args, context: QueryContext, limit: number) => Choice[] | Promise<Choice[]>;

const DAY_MS = 24 * 3600_000;

const plain = (names: readonly string[]): Choice[] => names.map((name) => ({ value: name, label: name }));

/** Without a range names of the last day are looked for. */
function rangeOf(args: Args, { now }: QueryContext): { from: number; to: number } {
  const to = numberArg(args, 'to') ?? now();
  return { from: numberArg(args, 'from') ?? to - DAY_MS, to };
}

const scopeArgs = (args: Args) => ({
  project: textArg(args, 'project'),
  tag: textArg(args, 'tag'),
  run: textArg(args, 'run'),
});

const LOOKUPS: Record<string, Lookup> = {
  projects: (_args, { db }) =>
    rows<{ id: string; name: string }>(
      db,
      // Those with tasks first: what is chosen before anybody has chosen should have something to show.
      `SELECT id, name FROM projects WHERE removed_at IS NULL
       ORDER BY EXISTS (SELECT 1 FROM tasks WHERE project = projects.id) DESC, last_at DESC NULLS LAST, id`
    ).map(({ id, name }) => ({ value: id, label: name })),

  tags: (args, { db }) => {
    const project = projectOf(db, scopeArgs(args));
    const projects = project ? [project] : rows<{ id: string }>(db, 'SELECT id FROM projects').map(({ id }) => id);
    return plain([...new Set(projects.flatMap((id) => tagsOf(db, id)))]);
  },

  runs: (args, { db }, limit) => {
    const where = new Where().equal('project', projectOf(db, scopeArgs(args)));
    return rows<{ id: string; source: string; started_at: number }>(
      db,
      `SELECT id, source, started_at FROM runs${where.toString()} ORDER BY started_at DESC LIMIT ?`,
      ...where.values,
      limit
    ).map((run) => ({
      value: run.id,
      label: `${new Date(run.started_at).toISOString().slice(0, 16).replace('T', ' ')} (${run.source})`,
    }));
  },

  tasks: (args, { db }) => {
    const asked = withNewestRun(db, scopeArgs(args));
    return scopesOf(db, asked).flatMap((scope) => {
      const inRun = asked.run ? tasksOfRun(db, scope, asked.run) : undefined;
      return projectState(db, scope)
        .graph.items.filter(({ taskId }) => inRun?.has(taskId) ?? true)
        .map(({ taskId, title }) => ({ value: taskId, label: `${taskId} ${title}` }));
    });
  },

  sessions: (args, { db }, limit) => {
    const where = new Where().equal('project', projectOf(db, scopeArgs(args)));
    return rows<{ id: string; agent: string | null; service: string | null }>(
      db,
      `SELECT id, agent, service FROM sessions${where.toString()} ORDER BY last_at DESC LIMIT ?`,
      ...where.values,
      limit
    ).map(({ id, agent, service }) => ({ value: id, label: `${agent ?? service ?? 'agent'} ${id.slice(0, 8)}` }));
  },

  agents: (args, { db }, limit) => {
    const where = new Where().add('agent IS NOT NULL').equal('project', projectOf(db, scopeArgs(args)));
    return plain(
      rows<{ agent: string }>(
        db,
        `SELECT DISTINCT agent FROM sessions${where.toString()} ORDER BY agent LIMIT ?`,
        ...where.values,
        limit
      ).map(({ agent }) => agent)
    );
  },

  'event-types': (args, { db }) => plain(typesOf(db, projectOf(db, scopeArgs(args)))),

  capabilities: (_args, { metrics }) =>
    metrics.rawLanguage === 'promql' ? [{ value: 'promql', label: 'Metric queries may be PromQL' }] : [],

  metrics: async (args, context) => {
    const found = await context.metrics.metrics(rangeOf(args, context), textArg(args, 'search'));
    return found.map(({ name, unit }) => ({ value: name, label: unit ? `${name} (${unit})` : name }));
  },
  labels: async (args, context) => plain(await context.metrics.labels(rangeOf(args, context), textArg(args, 'metric'))),
  'label-values': async (args, context) =>
    plain(
      await context.metrics.labelValues(rangeOf(args, context), neededText(args, 'label'), textArg(args, 'metric'))
    ),
  services: async (args, context) => plain(await context.traces.services(rangeOf(args, context))),
  operations: async (args, context) =>
    plain(await context.traces.operations(rangeOf(args, context), textArg(args, 'service'))),
};

/** Choices of one kind, those that hold the text searched for. */
export async function readLookup(what: string, args: Args, context: QueryContext): Promise<Choice[]> {
  const lookup = Object.hasOwn(LOOKUPS, what) ? LOOKUPS[what] : undefined;
  if (!lookup) {
    throw new QueryError(`There is no lookup '${what}'. Known lookups: ${Object.keys(LOOKUPS).join(', ')}.`, 404);
  }
  const { limit } = pageArg(args, 500, 5000);
  const search = textArg(args, 'search')?.toLowerCase();
  // A search looks through more than it answers with.
  const found = await lookup(args, context, search ? 5000 : limit);
  const fitting = search
    ? found.filter(({ value, label }) => `${value}\u0000${label}`.toLowerCase().includes(search))
    : found;
  return fitting.slice(0, limit);
}
