/** What the service takes for a project's open run, else its latest. */
export const NEWEST_RUN = 'newest';

/** The run a query names by its id; undefined for none, and for the newest one, which is another one tomorrow. */
export function runOf({ run }: Record<string, unknown>): string | undefined {
  return typeof run === 'string' && run !== NEWEST_RUN ? run : undefined;
}
