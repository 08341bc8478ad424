import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { setUpLink } from '../../../contract/app-links.ts';
import { Action } from '../parts/Action.tsx';
import { Card } from '../parts/Card.tsx';
import { Choice } from '../parts/Choice.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';
import { Loading } from '../parts/Loading.tsx';
import { DatasourceForm } from './DatasourceForm.tsx';
import { useConfiguration } from './use-configuration.ts';

const NEW = 'new';

/** What Admins set in Grafana: where the service is, by which tokens, and which datasource the app reads from. */
export function GrafanaConfiguration() {
  const styles = useStyles2(getStyles);
  const configuration = useConfiguration();
  const { loaded, draft, busy, outcome, reload, select, use } = configuration;
  if (!loaded || !draft) {
    return outcome ? (
      <ErrorState
        title="The settings cannot be read"
        text={outcome.text}
        action="Try again"
        onAction={() => void reload()}
      />
    ) : (
      <Loading rows={2} height={160} label="Loading the settings …" />
    );
  }
  const { datasources, chosen } = loaded;
  const inUse =
    datasources.find(({ uid }) => uid === chosen) ?? datasources.find(({ isDefault }) => isDefault) ?? datasources[0];
  return (
    <div className={styles.page}>
      <Card
        title={datasources.length === 0 ? 'Add the datasource' : 'Datasource'}
        aside={
          datasources.length > 0 ? (
            <Choice
              label="Settings of"
              value={draft.uid === '' ? NEW : draft.uid}
              options={[
                ...datasources.map(({ uid, name }) => ({ value: uid, label: name })),
                { value: NEW, label: 'A new one …' },
              ]}
              onChange={select}
            />
          ) : null
        }
      >
        {datasources.length === 0 ? (
          <p className={styles.text}>
            The app reads from a datasource that knows where the service is. There is none yet: say where the service
            listens, and it is made for everybody in this organisation.
          </p>
        ) : null}
        <DatasourceForm key={draft.uid} {...configuration} draft={draft} />
      </Card>
      {inUse ? (
        <Card title="What the app reads from">
          <p className={styles.text}>
            Every page of the app reads from <strong>{inUse.name}</strong>
            {inUse.uid === chosen ? '.' : ', because no other was chosen.'}
          </p>
          <div className={styles.buttons}>
            {draft.uid !== '' && draft.uid !== inUse.uid ? (
              <Action disabled={busy !== undefined} onClick={() => void use(draft.uid)}>
                Read from {draft.name}
              </Action>
            ) : null}
            <Action to={setUpLink()} variant="secondary">
              Set up a project
            </Action>
          </div>
        </Card>
      ) : null}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2), maxWidth: 760 }),
  text: css({ color: theme.colors.text.secondary, maxWidth: 640 }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
