/** What a panel's queries are about, read from their own fields once variables are filled in. */
export interface QueryScope {
  queryType: string;
  project?: string;
  run?: string;
}

/** Query types whose answer does not follow from the journal: metrics, logs and traces arrive by other ways, later. */
const TELEMETRY = new Set(['metric', 'logs', 'trace', 'traces']);

/** Channel whose messages change a query's answer. */
export function channelOf({ run, project }: QueryScope): string {
  if (run) {
    return `run/${run}`;
  }
  return project ? `project/${project}` : 'projects';
}

/** Least time between two readings of a panel, ms: journal projections are cheap, telemetry is not. */
export function pauseOf(scopes: QueryScope[]): number {
  return scopes.length > 0 && scopes.every(({ queryType }) => TELEMETRY.has(queryType)) ? 5000 : 300;
}
