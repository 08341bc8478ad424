import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type PluginPageProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** What Grafana puts around an app's page: title, sub-title, actions. */
export function PluginPageFrame({ children, pageNav, subTitle, actions, renderTitle }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const title = pageNav?.text;
  return (
    <div className={styles.page}>
      {title || actions ? (
        <header className={styles.head}>
          {title ? (renderTitle?.(title) ?? <h1 className={styles.title}>{title}</h1>) : null}
          {actions}
        </header>
      ) : null}
      {subTitle ? <p>{subTitle}</p> : null}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2, 3), [theme.breakpoints.down('md')]: { padding: theme.spacing(2, 1.5) } }),
  head: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap' }),
  title: css({ margin: 0, fontSize: theme.typography.h2.fontSize }),
});
