import { type AppRootProps } from '@grafana/data';
import React, { Suspense } from 'react';
import { configurationLink, projectsLink } from '../../../contract/app-links.ts';
import { useDatasource } from '../data/datasource.ts';
import { DatasourceProvider } from '../data/DatasourceProvider.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { PageFrame } from './PageFrame.tsx';
import { ConfigurationPage, ProjectsPage, RunPage, SetUpPage, TaskPage } from './pages.ts';
import { matchRoute, type Route } from './routes.ts';
import { useAppPathname } from './use-location.ts';

const HOME: Route = { page: 'projects' };

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'projects':
      return <ProjectsPage />;
    case 'run':
      return <RunPage project={route.project} run={route.run} />;
    case 'task':
      return <TaskPage project={route.project} tag={route.tag} taskId={route.taskId} />;
    case 'set-up':
      return <SetUpPage />;
    case 'configuration':
      return <ConfigurationPage />;
    case 'unknown':
      return (
        <PageFrame title="There is no such page">
          <Empty
            title="There is no such page"
            text={`Nothing is at ${route.path}.`}
            to={projectsLink()}
            action="All projects"
          />
        </PageFrame>
      );
  }
}

/** The pages that show data need a datasource: without one they say how to get it. */
function WithDatasource({ children }: { children: React.ReactNode }) {
  const { state, error } = useDatasource();
  if (state === 'none') {
    return (
      <PageFrame>
        <Empty
          icon="database"
          title="No Task-Master datasource yet"
          text="The app reads from a datasource that knows where the service is. An Admin adds it under Configuration."
          to={configurationLink()}
          action="Configuration"
        />
      </PageFrame>
    );
  }
  if (state === 'error') {
    return (
      <PageFrame>
        <ErrorState
          title="The datasource could not be loaded"
          text={error}
          to={configurationLink()}
          action="Configuration"
        />
      </PageFrame>
    );
  }
  return <>{children}</>;
}

/** The app: which page, what it reads from, and what is shown while it loads or where it fails. */
export default function App({ meta }: AppRootProps) {
  const route = matchRoute(useAppPathname()) ?? HOME;
  const key = JSON.stringify(route);
  return (
    <DatasourceProvider meta={meta}>
      <ErrorBoundary resetKey={key}>
        <Suspense
          fallback={
            <PageFrame>
              <Loading />
            </PageFrame>
          }
        >
          {route.page === 'set-up' || route.page === 'configuration' ? (
            <Page key={key} route={route} />
          ) : (
            <WithDatasource>
              <Page key={key} route={route} />
            </WithDatasource>
          )}
        </Suspense>
      </ErrorBoundary>
    </DatasourceProvider>
  );
}
