import { type SelectableValue } from '@grafana/data';
import { Select } from '@grafana/ui';
import React, { useEffect, useMemo } from 'react';
import { type LookUpName, type LookUpParameters } from '../../lookups/look-ups.ts';
import { useChoices } from '../../lookups/use-choices.ts';
import { type Offers } from '../editor-props.ts';
import { Labelled } from './Labelled.tsx';

interface Props {
  offers: Offers;
  name: LookUpName;
  parameters?: LookUpParameters;
  label: string;
  tooltip?: string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** The value is an id nobody knows by heart: its name is asked for at once. */
  showName?: boolean;
  /** Values that stand for something and are in no list. */
  more?: Array<SelectableValue<string>>;
}

/** One name of those the service knows; another text or a variable may be typed. */
export function PickOne({
  offers,
  name,
  parameters,
  label,
  tooltip,
  placeholder,
  value,
  onChange,
  showName,
  more,
}: Props) {
  const { lookUps, range, idPrefix } = offers;
  const key = JSON.stringify(parameters ?? {});
  const asked = useMemo(() => ({ name, parameters: JSON.parse(key) as LookUpParameters, range }), [name, key, range]);
  const { options: found, isLoading, problem, load } = useChoices(lookUps, asked);
  const options = more ? [...more, ...found] : found;
  const id = `${idPrefix}-${label.replaceAll(/\W+/g, '-').toLowerCase()}`;
  const known = options.find((one) => one.value === value);
  const isUnnamed = showName === true && value !== undefined && !value.startsWith('$') && known === undefined;
  useEffect(() => {
    if (isUnnamed) {
      load();
    }
    // Asked once for each value; what the service does not know keeps its id.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isUnnamed, value]);
  return (
    <Labelled label={label} tooltip={tooltip} id={id} problem={problem}>
      <Select<string>
        inputId={id}
        aria-label={label}
        options={options}
        value={value ? (known ?? { value, label: value }) : null}
        placeholder={placeholder}
        isLoading={isLoading}
        loadingMessage="Asking the service …"
        noOptionsMessage="Nothing known yet. A value may be typed."
        onOpenMenu={load}
        onChange={(chosen) => onChange(chosen?.value || undefined)}
        isClearable
        allowCustomValue
        formatCreateLabel={(text) => `Use "${text}"`}
        menuShouldPortal
      />
    </Labelled>
  );
}
