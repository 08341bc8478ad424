import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { lastValueFrom } from 'rxjs';
import { sentenceOf } from '../data/sentence.ts';
import { useLookup } from '../data/use-lookup.ts';
import { Action } from '../parts/Action.tsx';
import { Card } from '../parts/Card.tsx';
import { TokenField } from './TokenField.tsx';

interface Rights {
  read: boolean;
  control: boolean;
}

async function send(path: string, data: object): Promise<void> {
  await lastValueFrom(getBackendSrv().fetch({ url: `/api/v1/${path}`, method: 'POST', data, showErrorAlert: false }));
}

/** Who this browser is to the service, on the page without Grafana. */
export function LogInCard() {
  const styles = useStyles2(getStyles);
  const { data, refetch } = useLookup<Rights>('login');
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string>();
  const change = async (path: string, body: object) => {
    try {
      await send(path, body);
      setToken('');
      setProblem(undefined);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    refetch();
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void change('login', { token });
  };
  return (
    <Card title="Log-in">
      {data?.control ? (
        <div className={styles.form}>
          <p className={styles.text}>This browser is logged in: it may stop, resume and override work.</p>
          <div>
            <Action variant="secondary" onClick={() => void change('logout', {})}>
              Log out
            </Action>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className={styles.form}>
          <p className={styles.text}>
            Looking needs no log-in here. To control work, enter the control token:{' '}
            <code>taskmaster-observe token</code> prints it. It is sent once and kept in a cookie that scripts cannot
            read.
          </p>
          <TokenField
            label="Control token"
            description="Of the service this page comes from."
            isSet={false}
            value={token}
            onChange={setToken}
            onReset={() => setToken('')}
          />
          {problem ? <div role="alert">{problem}</div> : null}
          <div>
            <Action type="submit" disabled={token === ''}>
              Log in
            </Action>
          </div>
        </form>
      )}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'grid', gap: theme.spacing(1.5), maxWidth: 560 }),
  text: css({ margin: 0, color: theme.colors.text.secondary }),
});
