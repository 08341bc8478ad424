import React from 'react';
import { formatInstant, formatRelative } from './format.ts';
import { useNow } from './use-now.ts';

/** A moment as distance from now, which keeps up; the full time as its title. */
export function RelativeTime({ at }: { at: number | null | undefined }) {
  const text = useNow((now) => formatRelative(at, now));
  return (
    <time dateTime={typeof at === 'number' ? new Date(at).toISOString() : undefined} title={formatInstant(at)}>
      {text}
    </time>
  );
}
