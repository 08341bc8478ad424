import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props<T extends string> {
  label: string;
  value: T;
  options: ReadonlyArray<{ value: T; label: string }>;
  onChange: (value: T) => void;
  disabled?: boolean;
  /** The label is read out, not shown. */
  quiet?: boolean;
}

/** One of a few. The browser's own control: it is known to keyboards, screen readers and telephones alike. */
export function Choice<T extends string>({ label, value, options, onChange, disabled, quiet }: Props<T>) {
  const styles = useStyles2(getStyles);
  return (
    <label className={styles.box}>
      {quiet ? null : <span className={styles.label}>{label}</span>}
      <select
        className={styles.select}
        aria-label={quiet ? label : undefined}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(1), margin: 0, minWidth: 0 }),
  label: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  select: css({
    minHeight: 32,
    maxWidth: '100%',
    padding: theme.spacing(0, 1),
    color: theme.colors.text.primary,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
});
