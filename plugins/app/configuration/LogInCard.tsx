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

interface Rights {
  read: boolean;
  control: boolean;
}

/** Who this browser is to the service, on the page without Grafana; the page's own bar logs in. */
export function LogInCard() {
  const styles = useStyles2(getStyles);
  const { data, refetch } = useLookup<Rights>('login');
  const [problem, setProblem] = useState<string>();
  const logOut = async () => {
    try {
      await lastValueFrom(
        getBackendSrv().fetch({ url: '/api/v1/logout', method: 'POST', data: {}, showErrorAlert: false })
      );
      setProblem(undefined);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    refetch();
  };
  return (
    <Card title="Log-in">
      {data?.control ? (
        <div className={styles.box}>
          <p className={styles.text}>This browser is logged in: it may stop, resume and override work.</p>
          {problem ? <div role="alert">{problem}</div> : null}
          <div>
            <Action variant="secondary" onClick={() => void logOut()}>
              Log out
            </Action>
          </div>
        </div>
      ) : (
        <p className={styles.text}>
          This browser is not logged in, and looking needs no more. To control work, choose <i>Log in</i> at the top of
          the page and enter the control token: <code>taskmaster-observe token</code> prints it. It is sent once and
          kept in a cookie that scripts cannot read.
        </p>
      )}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'grid', gap: theme.spacing(1.5) }),
  text: css({ margin: 0, color: theme.colors.text.secondary }),
});
