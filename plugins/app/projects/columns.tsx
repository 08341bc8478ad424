import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { projectLink } from '../../../contract/app-links.ts';
import { type Column } from '../parts/DataTable.tsx';
import { formatCost, formatCount } from '../parts/format.ts';
import { Progress } from '../parts/Progress.tsx';
import { RelativeTime } from '../parts/RelativeTime.tsx';
import { Tag } from '../parts/Tag.tsx';
import { Link } from '../shell/Link.tsx';
import { Eta } from './Eta.tsx';
import { NowCell } from './NowCell.tsx';
import { type ProjectRow } from './project-row.ts';

/** Leads to the project; the whole row does, the name is what is read out. */
function Name({ row }: { row: ProjectRow }) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <Link to={projectLink(row.id)} className={styles.name}>
        {row.name}
      </Link>{' '}
      {row.currentTag && row.currentTag !== 'master' ? <Tag title="Tag of the task file">{row.currentTag}</Tag> : null}
      <div className={styles.path} title={row.path}>
        {/* Cut off at the front: folders differ at their end. */}
        <bdi>{row.path}</bdi>
      </div>
    </div>
  );
}

function Cost({ row }: { row: ProjectRow }) {
  const { inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens } = row;
  const all = inputTokens + outputTokens + cacheReadTokens + cacheCreationTokens;
  const parts = [
    `${formatCount(inputTokens)} in`,
    `${formatCount(outputTokens)} out`,
    `${formatCount(cacheReadTokens)} from cache`,
    `${formatCount(cacheCreationTokens)} into cache`,
  ];
  return <span title={`${formatCount(all)} tokens: ${parts.join(', ')}`}>{formatCost(row.costUsd)}</span>;
}

/** Columns of the list of projects; `asOf` is when the numbers were answered. */
export function projectColumns(asOf: number): Array<Column<ProjectRow>> {
  return [
    { id: 'name', header: 'Project', width: 'minmax(160px, 1.3fr)', lead: true, render: (row) => <Name row={row} /> },
    {
      id: 'now',
      header: 'Now',
      width: 'minmax(200px, 2fr)',
      wide: true,
      render: (row) => <NowCell row={row} asOf={asOf} />,
    },
    {
      id: 'progress',
      header: 'Progress',
      width: 'minmax(130px, 1fr)',
      wide: true,
      render: (row) => (
        <Progress
          share={row.progress}
          running={row.running / Math.max(1, row.tasks)}
          text={`${row.finished} of ${row.tasks}`}
          label={`Progress of ${row.name}`}
        />
      ),
    },
    { id: 'eta', header: 'Done', width: '120px', render: (row) => <Eta row={row} /> },
    { id: 'cost', header: 'Cost', width: '72px', align: 'end', render: (row) => <Cost row={row} /> },
    {
      id: 'activity',
      header: 'Last activity',
      width: '96px',
      align: 'end',
      render: (row) => <RelativeTime at={row.lastActivityAt} />,
    },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({
    color: theme.colors.text.primary,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    '&::after': { content: '""', position: 'absolute', inset: 0 },
    '&:focus-visible': { outline: 'none' },
    '&:focus-visible::after': {
      outline: `2px solid ${theme.colors.primary.border}`,
      outlineOffset: 2,
      borderRadius: theme.shape.radius.default,
    },
    '&:hover': { color: theme.colors.text.link },
  }),
  path: css({
    direction: 'rtl',
    textAlign: 'left',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
