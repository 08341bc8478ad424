import { css } from '@emotion/css';
import { type GrafanaTheme2, textUtil } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { sceneGraph, UrlSyncContextProvider } from '@grafana/scenes';
import { LinkButton, useStyles2 } from '@grafana/ui';
import React, { useEffect, useMemo } from 'react';
import { useParams } from 'react-router';
import { loadDashboard } from '../dashboard/catalogue.ts';
import { type DashboardJson } from '../dashboard/model.ts';
import { toScene } from '../dashboard/to-scene.ts';
import { Notice } from './Notice.tsx';
import { useLoaded } from './use-loaded.ts';

function Links({ dashboard }: { dashboard: DashboardJson }) {
  const styles = useStyles2(getStyles);
  const links = (dashboard.links ?? []).filter(({ url }) => url);
  return links.length === 0 ? null : (
    <nav className={styles.links} aria-label="Links of this dashboard">
      {links.map(({ title, url, targetBlank }) => (
        <LinkButton
          key={title}
          size="sm"
          variant="secondary"
          href={textUtil.sanitizeUrl(getTemplateSrv().replace(url))}
          target={targetBlank ? '_blank' : undefined}
          icon="external-link-alt"
        >
          {title}
        </LinkButton>
      ))}
    </nav>
  );
}

function Scene({ dashboard }: { dashboard: DashboardJson }) {
  const styles = useStyles2(getStyles);
  const scene = useMemo(() => toScene(dashboard), [dashboard]);
  useEffect(() => {
    document.title = `${sceneGraph.interpolate(scene, dashboard.title)} · Task-Master Observability`;
  }, [scene, dashboard.title]);
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{dashboard.title}</h1>
      {dashboard.description ? <p className={styles.text}>{dashboard.description}</p> : null}
      <Links dashboard={dashboard} />
      <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
        <scene.Component model={scene} />
      </UrlSyncContextProvider>
    </main>
  );
}

export function DashboardPage() {
  const { uid = '' } = useParams();
  const [result, again] = useLoaded(uid, loadDashboard);
  if (result.state === 'loading') {
    return <Notice title="Loading the dashboard …" />;
  }
  if (result.state === 'failed') {
    return <Notice title="This dashboard cannot be shown" text={result.problem} action="Try again" onAction={again} />;
  }
  return <Scene key={uid} dashboard={result.value} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    padding: theme.spacing(1.5, 2),
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    [theme.breakpoints.down('md')]: { padding: theme.spacing(1) },
  }),
  title: css({ margin: theme.spacing(0, 0, 0.5), fontSize: theme.typography.h3.fontSize, fontWeight: 500 }),
  text: css({ margin: theme.spacing(0, 0, 1), color: theme.colors.text.secondary }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginBottom: theme.spacing(1) }),
});
