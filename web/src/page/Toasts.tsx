import { css } from '@emotion/css';
import { AppEvents, type AppEvent } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { Alert, type AlertVariant } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

interface Toast {
  key: number;
  severity: AlertVariant;
  title: string;
  text?: string;
}

const KINDS: Array<[AppEvent<unknown[]>, AlertVariant]> = [
  [AppEvents.alertError, 'error'],
  [AppEvents.alertWarning, 'warning'],
  [AppEvents.alertSuccess, 'success'],
];
const SHOWN_MS = 6000;
let nextKey = 0;

/** Messages plugins send through Grafana's event bus. */
export function Toasts() {
  const [toasts, setToasts] = useState<Toast[]>([]);
  useEffect(() => {
    const bus = getAppEvents();
    const drop = (key: number) => setToasts((all) => all.filter((one) => one.key !== key));
    const subscriptions = KINDS.map(([{ name }, severity]) =>
      bus.subscribe({ type: name } as never, ({ payload }: { payload?: unknown[] }) => {
        const key = nextKey++;
        const [title, text] = (payload ?? []).map(String);
        setToasts((all) => [...all.slice(-2), { key, severity, title: title ?? '', text }]);
        setTimeout(() => drop(key), SHOWN_MS);
      })
    );
    return () => subscriptions.forEach((one) => one.unsubscribe());
  }, []);
  return (
    <div className={box}>
      {toasts.map(({ key, severity, title, text }) => (
        <Alert
          key={key}
          severity={severity}
          title={title}
          elevated
          onRemove={() => setToasts((all) => all.filter((one) => one.key !== key))}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}

const box = css({ position: 'fixed', right: 16, bottom: 16, zIndex: 2000, width: 'min(420px, calc(100vw - 32px))' });
