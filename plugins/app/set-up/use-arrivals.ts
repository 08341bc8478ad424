import { useEffect, useState } from 'react';
import { useQuery } from '../data/use-query.ts';
import { FOREIGN, type Source, SOURCES } from './sources.ts';

/** A row of the query `events`, as far as this page reads it. */
export interface EventColumns {
  time: number;
  seenAt: number;
  id: string;
  type: string;
  project: string;
  source: string;
  text: string;
}

/** Asked again in this time even where no live message comes: telemetry of no project makes none. */
const POLL_MS = 5000;
const EVER = { from: 0, to: 'now' } as const;

function useLastOf(source: Source, project: string | undefined, live: string) {
  return useQuery({
    queryType: 'events',
    query: { project, sources: [...source.values], order: 'desc', limit: 1 },
    range: EVER,
    live,
  });
}

/** The last event of every source, and the first one that came since this page was opened. */
export function useArrivals(project: string | undefined) {
  const [openedAt] = useState(Date.now);
  const live = project === undefined ? 'projects' : `project/${project}`;
  const [file, git, hook, otlp, api] = SOURCES as readonly [Source, Source, Source, Source, Source];
  const answers = {
    file: useLastOf(file, project, live),
    git: useLastOf(git, project, live),
    hook: useLastOf(hook, project, live),
    otlp: useLastOf(otlp, project, live),
    api: useLastOf(api, project, live),
  };
  const since = useQuery({
    queryType: 'events',
    query: { project, sources: FOREIGN, order: 'asc', limit: 1 },
    range: { from: openedAt, to: 'now' },
    live,
  });
  const first = since.rows<EventColumns>()[0];
  const waiting = first === undefined;
  const { refetch } = since;
  const again = answers.otlp.refetch;
  useEffect(() => {
    const poll = () => {
      refetch();
      again();
    };
    const timer = waiting ? setInterval(poll, POLL_MS) : undefined;
    return () => clearInterval(timer);
  }, [waiting, refetch, again]);
  const sources = SOURCES.map((source) => ({ source, last: answers[source.id].rows<EventColumns>()[0] }));
  return { openedAt, first, sources, state: since.state, error: since.error, refetch };
}
