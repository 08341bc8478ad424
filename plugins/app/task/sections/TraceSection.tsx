import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { setUpLink } from '../../../../contract/app-links.ts';
import { type UrlState } from '../../data/use-url-state.ts';
import { useQuery } from '../../data/use-query.ts';
import { Choice } from '../../parts/Choice.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { formatDuration } from '../../parts/format.ts';
import { Loading } from '../../parts/Loading.tsx';
import { eventClock } from '../../run/model/events-model.ts';
import { ALL_TIME } from '../../run/use-run-data.ts';
import { TimelinePane } from '../../run/views/panes.ts';
import { Pane } from '../../run/views/Pane.tsx';
import { type TaskKey } from '../use-task-data.ts';

interface TraceRow {
  traceID: string;
  traceName: string;
  startTime: number;
  duration: number;
  spans: number;
  errors: number;
}

const LISTED = 100;
const MOST_SPANS = 5000;
const HEIGHT = '420px';

/** The spans of a trace that served the task, to scale. */
export function TraceSection({ place, url }: { place: TaskKey; url: UrlState }) {
  const styles = useStyles2(getStyles);
  const live = `project/${place.project}`;
  const list = useQuery({ queryType: 'traces', query: { ...place, limit: LISTED }, range: ALL_TIME, live });
  const traces = list.rows<TraceRow>();
  const chosen = url.get('trace') ?? traces[0]?.traceID;
  const trace = useQuery({
    queryType: 'traces',
    query: { traceId: chosen ?? '', limit: MOST_SPANS },
    range: ALL_TIME,
    skip: chosen === undefined,
  });
  if (list.state === 'error') {
    return (
      <ErrorState title="The traces cannot be shown" text={list.error} action="Ask again" onAction={list.refetch} />
    );
  }
  if (list.state === 'loading') {
    return <Loading rows={1} height={420} />;
  }
  if (chosen === undefined) {
    return (
      <Empty
        title="No trace"
        text="Agents send traces by OpenTelemetry. None came while one was at work on this task."
        action="Connect agents"
        to={setUpLink()}
      />
    );
  }
  const label = ({ traceName, startTime, duration, spans, errors }: TraceRow) =>
    `${eventClock(startTime)} · ${traceName} · ${formatDuration(duration)} · ${spans} spans${errors > 0 ? `, ${errors} failed` : ''}`;
  const options = traces.map((one) => ({ value: one.traceID, label: label(one) }));
  const known = traces.some(({ traceID }) => traceID === chosen);
  return (
    <>
      <div className={styles.tools}>
        <Choice
          label="Trace"
          value={chosen}
          options={known ? options : [{ value: chosen, label: chosen }, ...options]}
          onChange={(next) => url.set({ trace: next })}
        />
      </div>
      <Pane title="Spans" answer={trace} height={HEIGHT} resetKey={chosen}>
        <TimelinePane
          frames={trace.frames}
          title="Spans of the trace"
          height={HEIGHT}
          empty={
            <Empty
              title="The trace has no spans"
              text="They may have been deleted, or have not arrived yet."
              action="Ask again"
              onAction={trace.refetch}
            />
          }
        />
      </Pane>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tools: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
    label: { maxWidth: '100%' },
  }),
});
