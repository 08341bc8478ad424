import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { Action } from '../../parts/Action.tsx';
import { type Offer, reasonLines } from '../model/control-model.ts';
import { type CommandBody } from './use-run-control.ts';
import { Confirm } from './Confirm.tsx';

interface Props {
  label: string;
  offers: readonly Offer[];
  /** A command is on its way: one after the other. */
  busy: boolean;
  onSend: (label: string, body: CommandBody) => void;
}

/** Buttons for what can be done; what changes the work is asked about first, what cannot be done says why. */
export function OfferBar({ label, offers, busy, onSend }: Props) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState<Offer>();
  const reasonsId = useId();
  const reasons = reasonLines(offers);
  const choose = (offer: Offer) => {
    if (offer.ask) {
      setAsking(offer);
    } else {
      setAsking(undefined);
      onSend(offer.label, { action: offer.action });
    }
  };
  return (
    <div className={styles.box}>
      <div
        className={styles.buttons}
        role="group"
        aria-label={label}
        aria-describedby={reasons.length > 0 ? reasonsId : undefined}
      >
        {offers.map((offer) => (
          <Action
            key={offer.action}
            variant={offer.danger ? 'destructive' : 'secondary'}
            disabled={offer.reason !== undefined || busy}
            onClick={() => choose(offer)}
          >
            {offer.label}
          </Action>
        ))}
      </div>
      {reasons.length > 0 ? (
        <p id={reasonsId} className={styles.reasons}>
          {reasons.join(' ')}
        </p>
      ) : null}
      {asking?.ask && offers.some(({ action, reason }) => action === asking.action && reason === undefined) ? (
        <Confirm
          key={asking.action}
          title={asking.label}
          text={asking.ask.text}
          confirm={asking.ask.confirm}
          danger={asking.danger === true}
          withStatus={asking.action === 'override'}
          onCancel={() => setAsking(undefined)}
          onConfirm={(more) => {
            onSend(asking.label, { action: asking.action, ...more });
            setAsking(undefined);
          }}
        />
      ) : null}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'grid', gap: theme.spacing(1), minWidth: 0 }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  reasons: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
