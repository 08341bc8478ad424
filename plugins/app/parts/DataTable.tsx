import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

export interface Column<T> {
  id: string;
  /** Heading on a wide screen, label of the value on a narrow one. */
  header: string;
  /** A CSS grid track: `120px`, `minmax(160px, 2fr)`. */
  width: string;
  render: (row: T) => React.ReactNode;
  align?: 'end';
  /** Title of the card on a narrow screen: stands first, without its label. */
  lead?: boolean;
  /** On a narrow screen over the whole width of the card. */
  wide?: boolean;
}

interface Props<T> {
  label: string;
  columns: ReadonlyArray<Column<T>>;
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Below a row's values, over the whole width: what is wrong with it, for one. */
  below?: (row: T) => React.ReactNode;
}

/** Room in px under which rows are shown as cards. */
const NARROW = 860;

/** Rows in columns; where there is no room for columns, each row as a card with labelled values. */
export function DataTable<T>({ label, columns, rows, rowKey, below }: Props<T>) {
  const styles = useStyles2(getStyles);
  const tracks = { '--tracks': columns.map(({ width }) => width).join(' ') } as React.CSSProperties;
  return (
    <div className={styles.container}>
      <div role="table" aria-label={label} className={styles.table} style={tracks}>
        <div role="rowgroup" className={styles.head}>
          <div role="row" className={styles.row}>
            {columns.map(({ id, header, align }) => (
              <div key={id} role="columnheader" className={cx(align && styles.end)}>
                {header}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body}>
          {rows.map((row) => {
            const more = below?.(row);
            return (
              <div key={rowKey(row)} role="row" className={cx(styles.row, styles.entry)}>
                {columns.map(({ id, header, render, align, lead, wide }) => (
                  <div
                    key={id}
                    role="cell"
                    className={cx(styles.cell, align && styles.end, (lead || wide) && styles.wide)}
                  >
                    {lead ? null : (
                      <span className={styles.label} aria-hidden="true">
                        {header}
                      </span>
                    )}
                    {render(row)}
                  </div>
                ))}
                {more ? (
                  <div role="cell" className={styles.below}>
                    {more}
                  </div>
                ) : null}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const narrow = `@container (max-width: ${NARROW}px)`;
  return {
    container: css({ containerType: 'inline-size', minWidth: 0 }),
    table: css({ display: 'grid', gap: theme.spacing(1) }),
    body: css({ display: 'grid', gap: theme.spacing(1) }),
    row: css({
      display: 'grid',
      gridTemplateColumns: 'var(--tracks)',
      columnGap: theme.spacing(3),
      rowGap: theme.spacing(1),
      padding: theme.spacing(0, 2),
      [narrow]: { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', columnGap: theme.spacing(2) },
    }),
    head: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      [narrow]: { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' },
    }),
    entry: css({
      position: 'relative',
      alignItems: 'start',
      padding: theme.spacing(1.5, 2),
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      '&:hover': { borderColor: theme.colors.border.strong },
    }),
    cell: css({ minWidth: 0, overflowWrap: 'anywhere' }),
    wide: css({ [narrow]: { gridColumn: '1 / -1' } }),
    end: css({ textAlign: 'end', [narrow]: { textAlign: 'start' } }),
    label: css({
      display: 'none',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      [narrow]: { display: 'block' },
    }),
    below: css({ gridColumn: '1 / -1', minWidth: 0 }),
  };
};
