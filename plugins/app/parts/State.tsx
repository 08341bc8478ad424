import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Action } from './Action.tsx';

export interface StateProps {
  title: string;
  /** What is so and what to do next. */
  text?: React.ReactNode;
  /** Label of the way on; with `to` a link, with `onAction` a button. */
  action?: string;
  to?: string;
  onAction?: () => void;
  icon?: IconName;
  /** Said aloud when it appears: status for what is so, alert for what failed. */
  role?: 'status' | 'alert';
  children?: React.ReactNode;
}

/** In place of content: what is so, in words, and the one thing to do next. */
export function State({ title, text, action, to, onAction, icon, role = 'status', children }: StateProps) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.box} role={role}>
      {icon ? <Icon name={icon} size="xxl" className={styles.icon} /> : null}
      <h2 className={styles.title}>{title}</h2>
      {text ? <p className={styles.text}>{text}</p> : null}
      {children}
      {action ? (
        <Action to={to} onClick={onAction}>
          {action}
        </Action>
      ) : null}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'grid',
    justifyItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(6, 2),
    textAlign: 'center',
  }),
  icon: css({ color: theme.colors.text.secondary }),
  title: css({ margin: 0, fontSize: theme.typography.h4.fontSize }),
  text: css({ margin: 0, maxWidth: 560, color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
