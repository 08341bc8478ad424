import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Input, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Choice } from '../parts/Choice.tsx';
import { type Sort, SORTS } from './project-row.ts';

interface Props {
  search: string;
  sort: Sort;
  onSearch: (text: string) => void;
  onSort: (sort: Sort) => void;
}

export function Controls({ search, sort, onSearch, onSort }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box}>
      <div className={styles.search}>
        <Input
          type="search"
          aria-label="Search projects"
          placeholder="Search projects, tasks, agents"
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
      </div>
      <Choice label="Sort by" value={sort} options={SORTS} onChange={onSort} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2), flex: '1 1 420px', maxWidth: 620 }),
  search: css({
    flex: '1 1 220px',
    minWidth: 180,
    '@media (pointer: coarse)': { '& input, & > div': { minHeight: 44 } },
  }),
});
