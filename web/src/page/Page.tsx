import { css } from '@emotion/css';
import { type GrafanaTheme2, ThemeContext } from '@grafana/data';
import { config } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalsProvider, PortalContainer, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useSearchParams } from 'react-router-dom';
import { listDashboards } from '../dashboard/catalogue.ts';
import { APP_ID } from '../host/bundle.ts';
import { connection, currentConnection } from '../host/connection.ts';
import { currentTheme } from '../host/theme.ts';
import { AppPage } from './AppPage.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { DashboardPage } from './DashboardPage.tsx';
import { LoginForm } from './LoginForm.tsx';
import { Notice } from './Notice.tsx';
import { PageRouter } from './router.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import { useLoaded } from './use-loaded.ts';
import { useObservable } from './use-observable.ts';

function Content() {
  const styles = useStyles2(getStyles);
  const [search] = useSearchParams();
  const state = useObservable(connection, currentConnection());
  const [list, again] = useLoaded('dashboards', listDashboards);
  const dashboards = list.state === 'ready' ? list.value : [];
  const kiosk = search.has('kiosk');
  if (state === 'login') {
    return <LoginForm />;
  }
  const first = dashboards[0];
  const home = first ? (
    <Navigate to={`/d/${first.uid}`} replace />
  ) : list.state === 'failed' ? (
    <Notice title="The dashboards cannot be listed" text={list.problem} action="Try again" onAction={again} />
  ) : list.state === 'ready' ? (
    <Notice title="No dashboard yet" text="Put a dashboard's JSON into web/public/dashboards and run npm run build." />
  ) : (
    <Notice title="Loading …" />
  );
  return (
    <div className={styles.page}>
      {kiosk ? null : <TopBar dashboards={dashboards} />}
      <ConnectionBanner state={state} />
      <ErrorBoundaryAlert>
        <Routes>
          <Route path="/" element={home} />
          <Route path="/d/:uid/*" element={<DashboardPage />} />
          <Route path={`/a/${APP_ID}/*`} element={<AppPage />} />
          <Route
            path="*"
            element={<Notice title="There is no such page" text="Choose a dashboard from the list above." />}
          />
        </Routes>
      </ErrorBoundaryAlert>
    </div>
  );
}

/** The page: Grafana's contexts around one dashboard or the app. */
export function Page() {
  const theme = useObservable(currentTheme, config.theme2);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <PageRouter>
        <ModalsProvider>
          <Content />
          <Toasts />
          <PortalContainer />
        </ModalsProvider>
      </PageRouter>
    </ThemeContext.Provider>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    background: theme.colors.background.canvas,
    color: theme.colors.text.primary,
  }),
});
