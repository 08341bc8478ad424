import React, { type KeyboardEvent, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Input, useStyles2 } from '@grafana/ui';
import type { Folding } from '../hooks/useFolding.ts';

interface ToolbarProps {
  query: string;
  onQuery: (query: string) => void;
  /** Model indices of what was found, in order. */
  found: number[];
  onFound: (index: number) => void;
  folding: Folding;
  hasStatus: boolean;
  asTable: boolean;
  onTable: (on: boolean) => void;
  narrow: boolean;
}

export function Toolbar(props: ToolbarProps) {
  const { query, found, folding, asTable, narrow } = props;
  const styles = useStyles2(getStyles);
  const [at, setAt] = useState(-1);
  const go = (step: number): void => {
    if (found.length > 0) {
      const next = (at + step + found.length) % found.length;
      setAt(next);
      props.onFound(found[next] as number);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      props.onQuery('');
    } else {
      return;
    }
    event.stopPropagation();
  };
  const count =
    query.trim() === ''
      ? ''
      : found.length === 0
        ? 'None'
        : at >= 0
          ? `${at + 1} of ${found.length}`
          : `${found.length}`;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Dependency graph">
      <div className={styles.search}>
        <Input
          value={query}
          onChange={(event) => {
            setAt(-1);
            props.onQuery(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
          placeholder="Find a task"
          aria-label="Find a task by id or title"
          prefix={<Icon name="search" />}
          suffix={count === '' ? undefined : <span aria-live="polite">{count}</span>}
        />
      </div>
      {props.hasStatus && (
        <>
          <Toggle
            on={folding.hideFinished}
            onChange={folding.setHideFinished}
            icon="eye-slash"
            label="Hide finished"
            narrow={narrow}
          />
          <Toggle
            on={folding.foldFinished}
            onChange={folding.setFoldFinished}
            icon="layer-group"
            label="Fold finished"
            narrow={narrow}
          />
        </>
      )}
      <div className={styles.space} />
      <Toggle on={asTable} onChange={props.onTable} icon="table" label="Table" narrow={narrow} />
    </div>
  );
}

interface ToggleProps {
  on: boolean;
  onChange: (on: boolean) => void;
  icon: 'eye-slash' | 'layer-group' | 'table';
  label: string;
  narrow: boolean;
}

function Toggle({ on, onChange, icon, label, narrow }: ToggleProps) {
  const styles = useStyles2(getStyles);
  return (
    <Button
      variant="secondary"
      fill="outline"
      size="md"
      className={on ? styles.on : undefined}
      icon={icon}
      aria-pressed={on}
      aria-label={label}
      title={narrow ? label : undefined}
      onClick={() => onChange(!on)}
    >
      {narrow ? undefined : label}
    </Button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flex: 'none',
    alignItems: 'center',
    gap: theme.spacing(1),
    paddingBottom: theme.spacing(1),
    '@media (pointer: coarse)': { '& button': { minHeight: 44, minWidth: 44, justifyContent: 'center' } },
  }),
  search: css({
    flex: '0 1 260px',
    minWidth: 120,
    '@media (pointer: coarse)': { '& div, & input': { height: 44 } },
  }),
  space: css({ flex: 1 }),
  on: css({
    borderColor: theme.colors.primary.border,
    background: theme.colors.action.selected,
    boxShadow: `inset 0 -2px ${theme.colors.primary.border}`,
  }),
});
