import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { sceneGraph, UrlSyncContextProvider } from '@grafana/scenes';
import { Alert, useStyles2 } from '@grafana/ui';
import React, { useEffect, useMemo } from 'react';
import { useParams } from 'react-router';
import { useLocation } from 'react-router-dom';
import { loadDashboard } from '../dashboard/catalogue.ts';
import { DashboardLinks } from '../dashboard/DashboardLinks.tsx';
import { GoneValues } from '../dashboard/GoneValues.tsx';
import { type DashboardJson } from '../dashboard/model.ts';
import { variableProblems } from '../dashboard/problems.ts';
import { QuietHint } from '../dashboard/QuietHint.tsx';
import { toScene } from '../dashboard/to-scene.ts';
import { variablesOf } from '../dashboard/variable-source.ts';
import { offerVariables } from '../host/template-srv.ts';
import { Notice } from './Notice.tsx';
import { pageTitle } from './page-title.ts';
import { useLoaded } from './use-loaded.ts';

function Scene({ dashboard }: { dashboard: DashboardJson }) {
  const styles = useStyles2(getStyles);
  const { search } = useLocation();
  const scene = useMemo(() => {
    const made = toScene(dashboard);
    offerVariables(variablesOf(made));
    return made;
  }, [dashboard]);
  useEffect(() => {
    offerVariables(variablesOf(scene));
    document.title = pageTitle(sceneGraph.interpolate(scene, dashboard.title));
    return () => offerVariables(undefined);
  }, [scene, dashboard.title]);
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{dashboard.title}</h1>
      {dashboard.description ? <p className={styles.text}>{dashboard.description}</p> : null}
      <DashboardLinks dashboard={dashboard} scene={scene} />
      {variableProblems(dashboard, search).map((problem) => (
        <Alert key={problem} severity="warning" title={problem} bottomSpacing={1} topSpacing={0} />
      ))}
      <GoneValues scene={scene} />
      <QuietHint scene={scene} />
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
});
