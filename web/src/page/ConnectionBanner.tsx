import { css } from '@emotion/css';
import { Alert } from '@grafana/ui';
import React from 'react';
import { type Connection } from '../host/connection.ts';

/** Said while the service does not answer; what is on screen is from before. */
export function ConnectionBanner({ state }: { state: Connection }) {
  return state !== 'unreachable' ? null : (
    <div className={box}>
      <Alert severity="warning" title="The service does not answer" elevated>
        What you see is from before. Start it with <code>npm start</code> or look at its log; this page asks again every
        few seconds and goes on by itself.
      </Alert>
    </div>
  );
}

const box = css({ padding: '8px 16px 0' });
