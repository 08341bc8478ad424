import { css } from '@emotion/css';
import { type GrafanaTheme2, ThemeContext } from '@grafana/data';
import { config } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalsProvider, PortalContainer, useStyles2 } from '@grafana/ui';
import React, { Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { useLocation, useSearchParams } from 'react-router-dom';
import { APP_ID } from '../host/bundle.ts';
import { connection, currentConnection } from '../host/connection.ts';
import { currentTheme } from '../host/theme.ts';
import { AppPage } from './AppPage.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Home } from './Home.tsx';
import { LoginForm } from './LoginForm.tsx';
import { currentNavigation, EMPTY } from './navigation.ts';
import { NavList } from './NavList.tsx';
import { Notice } from './Notice.tsx';
import { PageRouter } from './router.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import { useObservable } from './use-observable.ts';

/** Dashboards bring Scenes with them; the app's pages do without. */
const DashboardPage = React.lazy(async () => ({ default: (await import('./DashboardPage.tsx')).DashboardPage }));
/** Seen by people who work on the data source, and by tests. */
const EditorsPage = React.lazy(async () => ({ default: (await import('./EditorsPage.tsx')).EditorsPage }));

function Screens() {
  return (
    <Suspense fallback={<Notice title="Loading …" />}>
      <Routes>
        <Route path="/" element={<Home />} />
        <Route path="/d/:uid/*" element={<DashboardPage />} />
        <Route path={`/a/${APP_ID}/*`} element={<AppPage />} />
        <Route path="/editors/:kind" element={<EditorsPage />} />
        <Route
          path="*"
          element={<Notice title="There is no such page" text="Choose one from the navigation, or a dashboard." />}
        />
      </Routes>
    </Suspense>
  );
}

function Content() {
  const styles = useStyles2(getStyles);
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  const state = useObservable(connection, currentConnection());
  const navigation = useObservable(currentNavigation, EMPTY);
  if (state === 'login') {
    return <LoginForm />;
  }
  const kiosk = search.has('kiosk');
  // A page that failed does not take the next one with it.
  const screen = pathname.split('/').slice(0, 3).join('/');
  return (
    <div className={styles.page}>
      {kiosk ? null : <TopBar navigation={navigation} />}
      <ConnectionBanner state={state} />
      <div className={styles.columns}>
        {kiosk ? null : (
          <aside className={styles.side}>
            <NavList navigation={navigation} />
          </aside>
        )}
        <div className={styles.screen}>
          <ErrorBoundaryAlert key={screen}>
            <Screens />
          </ErrorBoundaryAlert>
        </div>
      </div>
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
  columns: css({ display: 'flex', flexGrow: 1, minWidth: 0 }),
  side: css({
    flex: '0 0 216px',
    position: 'sticky',
    top: 48,
    alignSelf: 'flex-start',
    height: 'calc(100vh - 48px)',
    overflowY: 'auto',
    padding: theme.spacing(1.5, 1),
    borderRight: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
    [theme.breakpoints.down('xl')]: { display: 'none' },
  }),
  screen: css({ display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 }),
});
