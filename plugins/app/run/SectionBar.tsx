import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';

export interface SectionChoice<T extends string> {
  value: T;
  label: string;
  /** Beside the label: how many, how much. */
  note?: string;
}

interface Props<T extends string> {
  label: string;
  value: T;
  choices: ReadonlyArray<SectionChoice<T>>;
  /** Id of the part that shows the chosen section. */
  controls: string;
  onChange: (value: T) => void;
}

/** Parts of a page of which one is shown; a tap or an arrow key away. Breaks into lines instead of scrolling sideways. */
export function SectionBar<T extends string>({ label, value, choices, controls, onChange }: Props<T>) {
  const styles = useStyles2(getStyles);
  const bar = useRef<HTMLDivElement>(null);
  const step = (event: React.KeyboardEvent) => {
    const at = choices.findIndex((one) => one.value === value);
    const ends: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: choices.length - 1 };
    const to = ends[event.key];
    const next = to === undefined ? undefined : choices[(to + choices.length) % choices.length];
    if (next) {
      event.preventDefault();
      onChange(next.value);
      bar.current?.querySelector<HTMLElement>(`[data-section="${next.value}"]`)?.focus();
    }
  };
  return (
    <div className={styles.bar} role="tablist" aria-label={label} ref={bar} tabIndex={-1} onKeyDown={step}>
      {choices.map((one) => (
        <button
          key={one.value}
          type="button"
          role="tab"
          data-section={one.value}
          aria-selected={one.value === value}
          aria-controls={controls}
          tabIndex={one.value === value ? 0 : -1}
          className={cx(styles.tab, one.value === value && styles.chosen)}
          onClick={() => onChange(one.value)}
        >
          {one.label}
          {one.note ? <span className={styles.note}>{one.note}</span> : null}
        </button>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
      borderBottom: 'none',
    },
  }),
  tab: css({
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(0.75),
    minHeight: 40,
    minWidth: 0,
    padding: theme.spacing(0, 2),
    border: 'none',
    borderBottom: '3px solid transparent',
    background: 'none',
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary, background: theme.colors.background.secondary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    [theme.breakpoints.down('md')]: {
      flexDirection: 'column',
      gap: 0,
      minHeight: 48,
      padding: theme.spacing(0.5),
      fontSize: theme.typography.bodySmall.fontSize,
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
    },
  }),
  chosen: css({
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
    borderBottomColor: theme.colors.primary.main,
    [theme.breakpoints.down('md')]: {
      borderColor: theme.colors.primary.border,
      background: theme.colors.action.selected,
    },
  }),
  note: css({ color: 'inherit', fontWeight: 400, fontSize: theme.typography.bodySmall.fontSize }),
});
