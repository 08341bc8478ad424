import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; problem: string };

/** Loads once per `key`; `again` starts over. The problem is the error's own sentence. */
export function useLoaded<T>(key: string, load: (key: string) => Promise<T>): [Loaded<T>, () => void] {
  const [attempt, setAttempt] = useState(0);
  const [last, setLast] = useState<{ key: string; attempt: number; result: Loaded<T> }>();
  useEffect(() => {
    let current = true;
    const settle = (result: Loaded<T>) => current && setLast({ key, attempt, result });
    load(key).then(
      (value) => settle({ state: 'ready', value }),
      (error: unknown) => settle({ state: 'failed', problem: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      current = false;
    };
  }, [key, load, attempt]);
  const fresh = last?.key === key && last.attempt === attempt;
  return [fresh ? last.result : { state: 'loading' }, useCallback(() => setAttempt((n) => n + 1), [])];
}
