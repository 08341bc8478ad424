import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, type ButtonVariant, type IconName, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Link } from '../shell/Link.tsx';

interface Props {
  children: React.ReactNode;
  /** Goes there, when given. */
  to?: string;
  onClick?: () => void;
  variant?: ButtonVariant;
  icon?: IconName;
  disabled?: boolean;
  type?: 'button' | 'submit';
  'aria-label'?: string;
}

/** A button, or a link that looks like one; big enough for a finger where there is one. */
export function Action({ to, children, variant = 'primary', ...rest }: Props) {
  const styles = useStyles2(getStyles);
  return to === undefined ? (
    <Button type="button" {...rest} variant={variant} className={styles.touch}>
      {children}
    </Button>
  ) : (
    <Link
      to={to}
      onClick={rest.onClick}
      className={cx(styles.touch, styles.link, variant === 'primary' && styles.primary)}
    >
      {children}
    </Link>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  touch: css({ '@media (pointer: coarse)': { minHeight: 44, minWidth: 44 } }),
  link: css({
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    minHeight: 32,
    padding: theme.spacing(0, 2),
    borderRadius: theme.shape.radius.default,
    border: `1px solid ${theme.colors.border.medium}`,
    background: theme.colors.secondary.main,
    color: theme.colors.secondary.contrastText,
    fontWeight: theme.typography.fontWeightMedium,
    '&:hover': { background: theme.colors.secondary.shade, color: theme.colors.secondary.contrastText },
  }),
  primary: css({
    borderColor: 'transparent',
    background: theme.colors.primary.main,
    color: theme.colors.primary.contrastText,
    '&:hover': { background: theme.colors.primary.shade, color: theme.colors.primary.contrastText },
  }),
});
