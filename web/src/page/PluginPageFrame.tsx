import { css } from '@emotion/css';
import { type GrafanaTheme2, PageLayoutType } from '@grafana/data';
import { locationService, type PluginPageProps } from '@grafana/runtime';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import React, { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { Breadcrumbs, crumbsOf } from './Breadcrumbs.tsx';
import { currentEntry } from './navigation.ts';
import { pageTitle } from './page-title.ts';

/** What Grafana puts around an app's page: the way there, title, sub-title, tabs, actions. */
export function PluginPageFrame(props: PluginPageProps) {
  const { children, pageNav, subTitle, actions, renderTitle, info, layout } = props;
  const styles = useStyles2(getStyles);
  useLocation(); // the entry below follows the address
  const entry = currentEntry();
  const title = pageNav?.text ?? entry?.text;
  useEffect(() => {
    document.title = pageTitle(title);
  }, [title]);
  if (layout === PageLayoutType.Custom) {
    return <div className={styles.page}>{children}</div>;
  }
  const below = subTitle ?? pageNav?.subTitle;
  const tabs = pageNav?.children?.filter(({ hideFromTabs }) => !hideFromTabs) ?? [];
  return (
    <div className={styles.page}>
      <Breadcrumbs crumbs={crumbsOf(entry, pageNav)} />
      {title || actions ? (
        <header className={styles.head}>
          {title ? (renderTitle?.(title) ?? <h1 className={styles.title}>{title}</h1>) : null}
          {info?.map(({ label, value }, index) => (
            <div key={index}>
              <span className={styles.text}>{label}</span> {value}
            </div>
          ))}
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </header>
      ) : null}
      {below ? <div className={styles.text}>{below}</div> : null}
      {tabs.length > 0 ? (
        <TabsBar className={styles.tabs}>
          {tabs.map(({ text, url, active, icon }) => (
            <Tab
              key={url ?? text}
              label={text}
              active={active}
              icon={icon as never}
              href={url}
              onChangeTab={(event) => {
                event?.preventDefault();
                locationService.push(url ?? '');
              }}
            />
          ))}
        </TabsBar>
      ) : null}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    padding: theme.spacing(1.5, 2),
    [theme.breakpoints.down('md')]: { padding: theme.spacing(1) },
  }),
  head: css({
    display: 'flex',
    gap: theme.spacing(1, 2),
    alignItems: 'center',
    flexWrap: 'wrap',
    margin: theme.spacing(0.5, 0, 1),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h3.fontSize, fontWeight: 500, overflowWrap: 'anywhere' }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
  text: css({ color: theme.colors.text.secondary }),
  tabs: css({ marginBottom: theme.spacing(2) }),
});
