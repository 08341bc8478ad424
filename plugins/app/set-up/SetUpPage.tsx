import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { configurationLink } from '../../../contract/app-links.ts';
import { useDatasource } from '../data/datasource.ts';
import { isStandalone } from '../data/host.ts';
import { useHealth } from '../data/use-health.ts';
import { useQuery } from '../data/use-query.ts';
import { useUrlState } from '../data/use-url-state.ts';
import { Empty } from '../parts/Empty.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';
import { AgentStep } from './AgentStep.tsx';
import { Arrivals } from './Arrivals.tsx';
import { cleanAddress, DEFAULT_ADDRESS, FOLDER } from './commands.ts';
import { type KnownProject, ProjectStep } from './ProjectStep.tsx';
import { ServiceStep } from './ServiceStep.tsx';
import { useArrivals } from './use-arrivals.ts';

const NOW = { from: 'now-1h', to: 'now' };

/** The address the service is known by here; the user may know a better one. */
function useAddress(known: string | undefined) {
  const [typed, setTyped] = useState<string>();
  const found = isStandalone() ? cleanAddress(config.appUrl) : known && cleanAddress(known);
  const text = typed ?? found ?? DEFAULT_ADDRESS;
  const clean = cleanAddress(text);
  return {
    text,
    setTyped,
    address: clean ?? found ?? DEFAULT_ADDRESS,
    problem: clean === undefined ? 'Give an address such as http://127.0.0.1:4747.' : undefined,
  };
}

function Steps() {
  const styles = useStyles2(getStyles);
  const { get, set } = useUrlState();
  const health = useHealth();
  const { text, setTyped, address, problem } = useAddress(health.health?.url);
  const [folder, setFolder] = useState('');
  const answer = useQuery({ queryType: 'projects', query: { limit: 1000 }, range: NOW, live: 'projects' });
  const projects = answer.rows<KnownProject>();
  const chosen = projects.find(({ id }) => id === get('project'));
  const arrivals = useArrivals(chosen?.id);
  const connected = health.health?.good === true;
  const shownFolder = chosen?.path ?? (folder.trim() || FOLDER);
  const reports = arrivals.sources.some(({ source, last }) => last && ['hook', 'otlp', 'api'].includes(source.id));
  return (
    <div className={styles.page}>
      <ol className={styles.steps}>
        <ServiceStep
          health={health}
          connected={connected}
          address={text}
          addressProblem={problem}
          folder={shownFolder}
          onAddress={setTyped}
        />
        <ProjectStep
          projects={projects}
          chosen={chosen}
          folder={folder}
          shownFolder={shownFolder}
          onChoose={(id) => set({ project: id })}
          onFolder={setFolder}
        />
        <AgentStep
          target={{ address, folder: shownFolder, project: chosen?.id }}
          done={chosen !== undefined && reports}
        />
      </ol>
      <div className={styles.side}>
        <Arrivals
          arrivals={arrivals}
          project={chosen?.id}
          nameOf={(id) => projects.find((one) => one.id === id)?.name ?? (id || 'no project')}
        />
      </div>
    </div>
  );
}

/** Connects a project step by step, and shows its first event arriving. */
export function SetUpPage() {
  const { state, error } = useDatasource();
  return (
    <PageFrame title="Set-up" inNavigation>
      {state === 'none' || state === 'error' ? (
        <Empty
          icon="database"
          title={state === 'none' ? 'First, a datasource' : 'The datasource could not be loaded'}
          text={
            error ?? 'It knows where the service is. An Admin adds it under Configuration; then the steps go on here.'
          }
          action="Configuration"
          to={configurationLink()}
        />
      ) : (
        <Steps />
      )}
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.8fr) minmax(0, 1fr)',
    gap: theme.spacing(2),
    alignItems: 'start',
    maxWidth: 1280,
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  steps: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  }),
  side: css({
    position: 'sticky',
    top: theme.spacing(2),
    minWidth: 0,
    [theme.breakpoints.down('lg')]: { position: 'static' },
  }),
});
