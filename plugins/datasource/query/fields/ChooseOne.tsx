import { Select } from '@grafana/ui';
import React from 'react';
import { variableOptions } from '../../lookups/variable-options.ts';
import { Labelled } from './Labelled.tsx';

interface Props<T extends string> {
  idPrefix: string;
  label: string;
  tooltip?: string;
  placeholder: string;
  values: ReadonlyArray<T | { value: T; label: string; description?: string }>;
  value: string | undefined;
  onChange: (value: T | undefined) => void;
  /** Only values of the set: the service refuses others, variables included. */
  closed?: boolean;
}

/** One value of a fixed set. */
export function ChooseOne<T extends string>(props: Props<T>) {
  const { idPrefix, label, tooltip, placeholder, values, value, onChange, closed } = props;
  const own = values.map((one) => (typeof one === 'string' ? { value: one, label: one } : one));
  const options = closed ? own : [...variableOptions(), ...own];
  const id = `${idPrefix}-${label.replaceAll(/\W+/g, '-').toLowerCase()}`;
  return (
    <Labelled label={label} tooltip={tooltip} id={id}>
      <Select<string>
        inputId={id}
        aria-label={label}
        options={options}
        value={value ? (options.find((one) => one.value === value) ?? { value, label: value }) : null}
        placeholder={placeholder}
        onChange={(chosen) => onChange((chosen?.value || undefined) as T | undefined)}
        isClearable
        allowCustomValue={!closed}
        menuShouldPortal
      />
    </Labelled>
  );
}
