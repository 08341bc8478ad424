import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  label: string;
  choices: ReadonlyArray<{ value: string; label: string; count?: number }>;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Filters that are on or off, each with how many it finds. */
export function FilterChips({ label, choices, chosen, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.chips} role="group" aria-label={label}>
      {choices.map(({ value, label: text, count }) => {
        const on = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            aria-pressed={on}
            className={cx(styles.chip, on && styles.on)}
            onClick={() => onChange(on ? chosen.filter((one) => one !== value) : [...chosen, value])}
          >
            {text}
            {count === undefined ? null : <span className={styles.count}>{count.toLocaleString('en-US')}</span>}
          </button>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chips: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    minHeight: 32,
    padding: theme.spacing(0, 1.25),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: 16,
    background: 'none',
    color: theme.colors.text.primary,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
    '@media (pointer: coarse)': { minHeight: 44, borderRadius: 22 },
  }),
  on: css({ background: theme.colors.action.selected, borderColor: theme.colors.primary.border }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
