import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useEffect, useId, useRef, useState } from 'react';
import { Action } from '../../parts/Action.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { TextField } from '../../parts/TextField.tsx';
import { OVERRIDE_STATUSES } from '../model/control-model.ts';

interface Props {
  title: string;
  text: string;
  confirm: string;
  danger: boolean;
  /** Asks for a status too. */
  withStatus: boolean;
  onConfirm: (more: { reason?: string; status?: string }) => void;
  onCancel: () => void;
}

type Status = (typeof OVERRIDE_STATUSES)[number];
const STATUSES = OVERRIDE_STATUSES.map((value) => ({ value, label: value }));
const MOST_REASON = 1000;

/** Asks before something is done, in place: what it means, why, and the way back. Escape cancels. */
export function Confirm({ title, text, confirm, danger, withStatus, onConfirm, onCancel }: Props) {
  const styles = useStyles2(getStyles);
  const box = useRef<HTMLFormElement>(null);
  const [reason, setReason] = useState('');
  const [status, setStatus] = useState<Status>('done');
  const textId = useId();
  useEffect(() => box.current?.focus(), []);
  const why = reason.trim().slice(0, MOST_REASON);
  return (
    <form
      ref={box}
      tabIndex={-1}
      className={styles.box}
      role="alertdialog"
      aria-label={`${title}?`}
      aria-describedby={textId}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      onSubmit={(event) => {
        event.preventDefault();
        onConfirm({ ...(why === '' ? {} : { reason: why }), ...(withStatus ? { status } : {}) });
      }}
    >
      <p id={textId} className={styles.text}>
        <strong>{title}?</strong> {text}
      </p>
      {withStatus ? <Choice label="Status" value={status} options={STATUSES} onChange={setStatus} /> : null}
      <TextField label="Reason (kept with the command)" value={reason} onChange={setReason} />
      <div className={styles.ways}>
        <Action type="submit" variant={danger ? 'destructive' : 'primary'}>
          {confirm}
        </Action>
        <Action variant="secondary" onClick={onCancel}>
          Cancel
        </Action>
      </div>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'grid',
    gap: theme.spacing(1.5),
    maxWidth: 640,
    padding: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  }),
  text: css({ margin: 0 }),
  ways: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    '@media (pointer: coarse)': { marginTop: theme.spacing(1.5) }, // the field above is taller there than its frame
  }),
});
