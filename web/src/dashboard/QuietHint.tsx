import { dateTime, dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';
import { MultiValueVariable, sceneGraph, type SceneObject, type SceneTimeRangeLike } from '@grafana/scenes';
import { Alert, Button } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { activeRange, type Range, type RunTimes } from './quiet.ts';

interface ProjectRow {
  id: string;
  name: string;
  lastActivityAt: number | null;
}

interface Hint {
  text: string;
  range: Range;
}

const SETTLE_MS = 300;

async function read<T>(path: string): Promise<T | undefined> {
  const answer = await fetch(path, { headers: { accept: 'application/json' } }).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as T) : undefined; // panels say what is wrong with the service
}

/** The project the dashboard is about; undefined where it is about several. */
function projectOf(scene: SceneObject): string | undefined {
  const variable = sceneGraph.lookupVariable('project', scene);
  if (variable instanceof MultiValueVariable && (variable.state.loading || variable.hasAllValue())) {
    return undefined;
  }
  const value = variable?.getValue();
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function look(scene: SceneObject, timeRange: SceneTimeRangeLike): Promise<Hint | undefined> {
  const id = projectOf(scene);
  const all = (await read<ProjectRow[]>('/api/v1/projects')) ?? [];
  const [project] = all
    .filter((one) => id === undefined || one.id === id)
    .sort((a, b) => (b.lastActivityAt ?? 0) - (a.lastActivityAt ?? 0));
  const { from, to } = timeRange.state.value;
  const shown = { from: from.valueOf(), to: to.valueOf() };
  if (!project || !activeRange(shown, project.lastActivityAt, undefined)) {
    return undefined;
  }
  const runs = await read<RunTimes[]>(`/api/v1/runs?project=${encodeURIComponent(project.id)}&limit=1`);
  const range = activeRange(shown, project.lastActivityAt, runs?.[0]);
  const last = project.lastActivityAt ?? 0;
  const when = `${dateTimeFormatTimeAgo(last)} (${dateTimeFormat(last, { timeZone: timeRange.getTimeZone() })})`;
  const what = id === undefined ? 'any project' : `“${project.name}”`;
  return range && { text: `Nothing happened here in the time range shown. The last of ${what} was ${when}.`, range };
}

/** Says that the chosen time range is a quiet one and offers the one in which something happened. */
export function QuietHint({ scene }: { scene: SceneObject }) {
  const [hint, setHint] = useState<Hint>();
  useEffect(() => {
    let current = true;
    const timeRange = sceneGraph.getTimeRange(scene);
    let due: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      clearTimeout(due);
      due = setTimeout(() => void look(scene, timeRange).then((next) => current && setHint(next)), SETTLE_MS);
    };
    const project = sceneGraph.lookupVariable('project', scene);
    const subscriptions = [timeRange.subscribeToState(again), project?.subscribeToState(again)];
    again();
    return () => {
      current = false;
      clearTimeout(due);
      subscriptions.forEach((one) => one?.unsubscribe());
    };
  }, [scene]);
  if (!hint) {
    return null;
  }
  const { from, to } = hint.range;
  const show = () => {
    const [start, end] = [dateTime(from), dateTime(to)];
    sceneGraph.getTimeRange(scene).onTimeRangeChange({ from: start, to: end, raw: { from: start, to: end } });
  };
  return (
    <Alert severity="info" title={hint.text} bottomSpacing={1} topSpacing={0}>
      <Button size="sm" variant="secondary" onClick={show}>
        Show that time
      </Button>
    </Alert>
  );
}
