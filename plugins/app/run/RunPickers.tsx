import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { projectLink, runLink } from '../../../contract/app-links.ts';
import { Choice } from '../parts/Choice.tsx';
import { useNow } from '../parts/use-now.ts';
import { runChoices } from './model/run-choice-model.ts';
import { type RunRow } from './rows.ts';

interface Props {
  project: string;
  /** Run of the address; absent on the page of the newest. */
  run?: string;
  runs: readonly RunRow[];
  tags: readonly string[];
  /** Tag that is shown. */
  tag?: string;
  /** What of the address another run keeps. */
  keep: { task?: string; tag?: string };
  onTag: (tag: string) => void;
}

/** Which run, and which tag of the task file. */
export function RunPickers({ project, run, runs, tags, tag, keep, onTag }: Props) {
  const styles = useStyles2(getStyles);
  const year = useNow((at) => new Date(at).getFullYear());
  const choices = useMemo(() => {
    const all = runChoices(runs, year);
    const unlisted = run !== undefined && !all.some(({ value }) => value === run);
    return [
      { value: '', label: 'Newest run' },
      ...(unlisted ? [{ value: run, label: run }] : []),
      ...all.map(({ value, label, description }) => ({ value, label: `${label} · ${description}` })),
    ];
  }, [runs, run, year]);
  return (
    <div className={styles.pickers}>
      {tags.length > 1 && tag !== undefined ? (
        <Choice
          label="Tag"
          value={tag}
          options={(tags.includes(tag) ? tags : [tag, ...tags]).map((value) => ({ value, label: value }))}
          onChange={onTag}
        />
      ) : null}
      <Choice
        label="Run"
        value={run ?? ''}
        options={choices}
        onChange={(next) =>
          locationService.push(next === '' ? projectLink(project, keep) : runLink(project, next, keep))
        }
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pickers: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    minWidth: 0,
    label: { maxWidth: '100%' },
    [theme.breakpoints.down('md')]: { label: { flex: '1 1 150px' }, select: { flex: 1, minWidth: 0, width: '100%' } },
  }),
});
