import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Action } from '../parts/Action.tsx';
import { TextField } from '../parts/TextField.tsx';
import { cleanAddress } from '../set-up/commands.ts';
import { type SavedDatasource, type Secret } from './grafana-api.ts';
import { TokenField } from './TokenField.tsx';
import { type useConfiguration } from './use-configuration.ts';

const TOKENS: ReadonlyArray<[secret: Secret, label: string, description: string]> = [
  ['apiToken', 'API token', 'For everything that is read. Only where the service was started with one.'],
  [
    'controlToken',
    'Control token',
    'For what editors control. The file control-token in the data folder of the service holds it; taskmaster-observe token prints it.',
  ],
];

type Props = Pick<ReturnType<typeof useConfiguration>, 'edit' | 'save' | 'test' | 'busy' | 'outcome'> & {
  draft: SavedDatasource;
};

/** Address and tokens of one datasource. */
export function DatasourceForm({ draft, edit, save, test, busy, outcome }: Props) {
  const styles = useStyles2(getStyles);
  const fixed = draft.readOnly === true;
  const problem = cleanAddress(draft.url) === undefined ? 'Give an address such as http://127.0.0.1:4747.' : undefined;
  const setSecret = (secret: Secret, text: string) =>
    edit({ secureJsonData: { ...draft.secureJsonData, [secret]: text } });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label={`Settings of ${draft.name}`}>
      {fixed ? (
        <Alert severity="info" title="These settings come from a file">
          This datasource is provisioned: change its file and restart Grafana. It can be tested here all the same.
        </Alert>
      ) : null}
      <TextField label="Name" value={draft.name} disabled={fixed} onChange={(name) => edit({ name })} />
      <TextField
        label="Address of the service"
        description="As seen from Grafana’s server, not from this browser."
        value={draft.url}
        disabled={fixed}
        problem={fixed ? undefined : problem}
        onChange={(url) => edit({ url })}
      />
      {TOKENS.map(([secret, label, description]) => (
        <TokenField
          key={secret}
          label={label}
          description={description}
          disabled={fixed}
          isSet={draft.secureJsonFields?.[secret] === true}
          value={draft.secureJsonData?.[secret] ?? ''}
          onChange={(text) => setSecret(secret, text)}
          onReset={() => {
            edit({
              secureJsonFields: { ...draft.secureJsonFields, [secret]: false },
              secureJsonData: { ...draft.secureJsonData, [secret]: '' },
            });
          }}
        />
      ))}
      <div className={styles.buttons}>
        {fixed ? null : (
          <Action type="submit" disabled={busy !== undefined || problem !== undefined || draft.name.trim() === ''}>
            {busy === 'saving' ? 'Saving …' : draft.uid === '' ? 'Add the datasource' : 'Save and test'}
          </Action>
        )}
        {draft.uid === '' ? null : (
          <Action variant="secondary" disabled={busy !== undefined} onClick={() => void test()}>
            {busy === 'testing' ? 'Testing …' : 'Test'}
          </Action>
        )}
      </div>
      <div aria-live="polite">
        {outcome ? (
          <Alert severity={outcome.good ? 'success' : 'error'} title={outcome.text} className={styles.outcome} />
        ) : null}
      </div>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2), maxWidth: 640 }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  outcome: css({ margin: 0 }),
});
