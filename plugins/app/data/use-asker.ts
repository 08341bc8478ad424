import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { EMPTY, type Observable } from 'rxjs';
import { type Asked, Asker, BROWSER } from './asking.ts';

/** Last answers, so that going back shows them at once; the oldest goes first. */
const KEPT = 60;
const kept = new Map<string, Asked<unknown>>();

function keep(key: string, asked: Asked<unknown>) {
  kept.delete(key);
  kept.set(key, asked);
  if (kept.size > KEPT) {
    kept.delete(kept.keys().next().value as string);
  }
}

interface Question<T> {
  /** What is asked, wholly; another key is another question. Undefined: nothing is asked yet. */
  key: string | undefined;
  /** Questions of one family may show each other's answers while the next one is on its way. */
  family: string;
  ask: () => Observable<T>;
}

export type UseAsked<T> = Asked<T> & { refetch: () => void; revalidate: () => void };

const last = new Map<string, string>();

/** Asks while the component is shown; see `Asker`. Asks again when the browser comes back online or into view. */
export function useAsker<T>({ key, family, ask }: Question<T>): UseAsked<T> {
  const asker = useMemo(() => {
    const before = key === undefined ? undefined : (kept.get(key) ?? kept.get(last.get(family) ?? ''));
    return new Asker<T>(key === undefined ? () => EMPTY : ask, BROWSER, before as Asked<T> | undefined);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` says what `ask` asks
  }, [key, family]);
  const asked = useSyncExternalStore(asker.subscribe, asker.snapshot);

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    let missed = false;
    const comeBack = () => {
      if (document.visibilityState === 'visible' && missed) {
        missed = false;
        asker.revalidate();
      }
    };
    const hide = () => {
      missed ||= document.visibilityState === 'hidden';
      comeBack();
    };
    const unsubscribe = asker.subscribe(() => {
      const now = asker.snapshot();
      if (now.state === 'ready' && !now.busy) {
        keep(key, now);
        last.set(family, key);
      }
    });
    asker.refetch();
    addEventListener('online', asker.refetch);
    addEventListener('offline', asker.refetch);
    document.addEventListener('visibilitychange', hide);
    return () => {
      unsubscribe();
      asker.stop();
      removeEventListener('online', asker.refetch);
      removeEventListener('offline', asker.refetch);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [asker, key, family]);

  const { refetch, revalidate } = asker;
  return useMemo(() => ({ ...asked, refetch, revalidate }), [asked, refetch, revalidate]);
}

/** A stable function that always calls the newest one given. */
export function useNewest<A extends unknown[]>(call: (...args: A) => void): (...args: A) => void {
  const newest = useRef(call);
  useEffect(() => {
    newest.current = call;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}
