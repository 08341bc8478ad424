import { type SelectableValue, type TimeRange } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { useCallback, useRef, useState } from 'react';
import { type LookUpName, type LookUpParameters, type LookUps, sentenceOf } from './look-ups.ts';
import { variableOptions } from './variable-options.ts';

type Option = SelectableValue<string>;

export interface Asked {
  name: LookUpName;
  /** Values may be variables of the dashboard. */
  parameters?: LookUpParameters;
  range?: TimeRange;
}

interface Offered {
  options: Option[];
  isLoading: boolean;
  /** Why nothing is offered, in a sentence. */
  problem?: string;
  /** Asks the service; call it when the list is opened. */
  load: () => void;
}

const IN_RANGE: ReadonlySet<LookUpName> = new Set(['metrics', 'labels', 'label-values', 'services', 'operations']);
const MOST = 1000;

function filledIn({ name, parameters, range }: Asked): LookUpParameters {
  const filled = Object.entries(parameters ?? {}).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'string' ? getTemplateSrv().replace(value) : value,
  ]);
  const known = filled.filter(([, value]) => value !== undefined && value !== '' && !String(value).startsWith('$'));
  const times = IN_RANGE.has(name) && range ? { from: range.from.valueOf(), to: range.to.valueOf() } : {};
  return { ...Object.fromEntries(known), ...times, limit: MOST };
}

/** Names of one kind to choose from, with the dashboard's variables first; asked for when the list is opened. */
export function useChoices(lookUps: LookUps, asked: Asked): Offered {
  const [state, setState] = useState<Omit<Offered, 'load'>>({ options: [], isLoading: false });
  const latest = useRef(0);
  const load = useCallback(() => {
    const mine = ++latest.current;
    const show = (next: Omit<Offered, 'load'>) => {
      if (mine === latest.current) {
        setState(next); // an older answer must not replace a newer one
      }
    };
    setState((before) => ({ ...before, isLoading: true, problem: undefined }));
    lookUps.find(asked.name, filledIn(asked)).then(
      (choices) => {
        const options = choices.map(({ value, label }) => ({
          value,
          label,
          description: label === value || label.startsWith(value) ? undefined : value,
        }));
        show({ options: [...variableOptions(), ...options], isLoading: false });
      },
      (error: unknown) => show({ options: variableOptions(), isLoading: false, problem: sentenceOf(error) })
    );
  }, [lookUps, asked]);
  return { ...state, load };
}
