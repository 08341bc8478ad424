import { css } from '@emotion/css';
import { type AppRootProps, type GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

const PANELS = [
  {
    id: 'taskmaster-dependencygraph-panel',
    name: 'Dependency graph',
    folder: 'dependency-graph',
    text: 'Tasks, what they depend on and how far they are. Takes node-graph frames: nodes and edges.',
  },
  {
    id: 'taskmaster-timeline-panel',
    name: 'Execution timeline',
    folder: 'execution-timeline',
    text: 'What ran when, nested and to scale. Takes timeline frames, traces, or any table with a name, a start and an end.',
  },
];

/** The app's only page: what the bundle holds and where to use it. */
export function BundlePage({ meta }: AppRootProps) {
  const styles = useStyles2(getStyles);
  return (
    <PluginPage>
      <div className={styles.page}>
        <h2>What this bundle holds</h2>
        <p>Two panels. Add a panel to any dashboard and choose one of them as its visualization.</p>
        <ul className={styles.list}>
          {PANELS.map(({ id, name, folder, text }) => (
            <li key={id} className={styles.card}>
              <img src={`${meta.baseUrl}/panel/${folder}/img/logo.svg`} alt="" width={40} height={40} />
              <div>
                <h3 className={styles.name}>{name}</h3>
                <p className={styles.text}>{text}</p>
                <code>{id}</code>
              </div>
            </li>
          ))}
        </ul>
        <p className={styles.text}>Version {meta.info.version}</p>
      </div>
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: 760 }),
  list: css({ listStyle: 'none', padding: 0, display: 'grid', gap: theme.spacing(2) }),
  card: css({
    display: 'flex',
    gap: theme.spacing(2),
    alignItems: 'flex-start',
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  text: css({ color: theme.colors.text.secondary, margin: theme.spacing(0.5, 0) }),
});
