import { useMemo, useState } from 'react';
import type { TimelineOptions } from '../options.ts';
import type { Arrangement } from './ArrangeMenu.tsx';

/** The options with what was chosen in the panel itself; that is forgotten when the option it replaces is changed. */
export function useArrangement(preset: TimelineOptions): [TimelineOptions, (arrangement: Arrangement) => void] {
  const [chosen, setChosen] = useState<{ arrangement: Arrangement; instead: string } | undefined>();
  const key = `${preset.groupBy} ${preset.sortBy}`;
  const arrangement = chosen?.instead === key ? chosen.arrangement : undefined;
  const options = useMemo(() => (arrangement ? { ...preset, ...arrangement } : preset), [preset, arrangement]);
  return [options, (next) => setChosen({ arrangement: next, instead: key })];
}
