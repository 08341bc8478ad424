import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { reportLogin } from '../host/connection.ts';

/** Sends the token once; the service answers with a cookie that scripts cannot read. Returns a sentence on failure. */
async function logIn(token: string): Promise<string | undefined> {
  try {
    const answer = await fetch('/api/v1/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) {
      return undefined;
    }
    return answer.status === 401 || answer.status === 403
      ? 'The service does not know this token. It was written to a file when the service first started.'
      : `The service answered ${answer.status} to the log-in.`;
  } catch {
    return 'The service does not answer. Try again once it runs.';
  }
}

export function LoginForm() {
  const styles = useStyles2(getStyles);
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const said = await logIn(token);
    setBusy(false);
    setProblem(said);
    if (said === undefined) {
      reportLogin();
    }
  };
  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit}>
        <h1 className={styles.title}>Log in</h1>
        <p>This service asks for its token. It is sent once and kept in a cookie that scripts cannot read.</p>
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
        <Button type="submit" disabled={busy || token === ''}>
          Log in
        </Button>
      </form>
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', placeItems: 'center', flexGrow: 1, padding: theme.spacing(2) }),
  form: css({
    width: '100%',
    maxWidth: 400,
    padding: theme.spacing(3),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  title: css({ fontSize: theme.typography.h3.fontSize }),
});
