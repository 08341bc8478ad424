import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { cancelLogin } from '../host/connection.ts';
import { currentRights, logIn } from '../host/session.ts';
import { useObservable } from './use-observable.ts';

const NEEDED = 'This service asks for its token.';
const TO_CONTROL =
  'Looking needs no log-in here. Changing something needs the control token: “taskmaster-observe token” prints it, and it is in the file “control-token” of the data folder.';

export function LoginForm() {
  const styles = useStyles2(getStyles);
  const { read } = useObservable(currentRights, { read: false, control: false });
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await logIn(token)); // the page is loaded anew where it was right
    setBusy(false);
  };
  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit}>
        <h1 className={styles.title}>Log in</h1>
        <p>{read ? TO_CONTROL : NEEDED} It is sent once and kept in a cookie that scripts cannot read.</p>
        <Field label="Token" invalid={problem !== undefined} error={problem}>
          <Input
            id="token"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        </Field>
        <div className={styles.buttons}>
          <Button type="submit" disabled={busy || token === ''}>
            Log in
          </Button>
          {read ? (
            <Button type="button" variant="secondary" onClick={cancelLogin}>
              Cancel
            </Button>
          ) : null}
        </div>
      </form>
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', placeItems: 'center', minHeight: '100vh', padding: theme.spacing(2) }),
  form: css({
    width: '100%',
    maxWidth: 400,
    padding: theme.spacing(3),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  title: css({ fontSize: theme.typography.h3.fontSize }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
});
