import { type SelectableValue } from '@grafana/data';
import { MultiSelect } from '@grafana/ui';
import React, { useMemo } from 'react';
import { type LookUpName, type LookUpParameters } from '../../lookups/look-ups.ts';
import { useChoices } from '../../lookups/use-choices.ts';
import { variableOptions } from '../../lookups/variable-options.ts';
import { type Offers } from '../editor-props.ts';
import { Labelled } from './Labelled.tsx';

interface Shown {
  idPrefix: string;
  label: string;
  tooltip?: string;
  placeholder: string;
  value: string[] | undefined;
  onChange: (value: string[] | undefined) => void;
}

interface ListProps extends Shown {
  options: Array<SelectableValue<string>>;
  isLoading?: boolean;
  problem?: string;
  onOpenMenu?: () => void;
}

function List({ idPrefix, label, tooltip, value, onChange, problem, ...rest }: ListProps) {
  const id = `${idPrefix}-${label.replaceAll(/\W+/g, '-').toLowerCase()}`;
  return (
    <Labelled label={label} tooltip={tooltip} id={id} problem={problem}>
      <MultiSelect<string>
        {...rest}
        inputId={id}
        aria-label={label}
        value={(value ?? []).map(
          (one) => rest.options.find((option) => option.value === one) ?? { value: one, label: one }
        )}
        noOptionsMessage="Nothing known yet. A value may be typed."
        loadingMessage="Asking the service …"
        onChange={(chosen) => {
          const values = chosen.flatMap((one) => one.value ?? []);
          onChange(values.length > 0 ? values : undefined);
        }}
        isClearable
        allowCustomValue
        closeMenuOnSelect={false}
        menuShouldPortal
      />
    </Labelled>
  );
}

interface KnownProps extends Shown {
  values: readonly string[];
}

/** Several values of a fixed set, or variables. */
export function PickManyOf({ values, ...shown }: KnownProps) {
  const options = [...variableOptions(), ...values.map((value) => ({ value, label: value }))];
  return <List {...shown} options={options} />;
}

interface Props extends Omit<Shown, 'idPrefix'> {
  offers: Offers;
  name: LookUpName;
  parameters?: LookUpParameters;
}

/** Several names of those the service knows; others may be typed. */
export function PickMany({ offers, name, parameters, ...shown }: Props) {
  const { lookUps, range, idPrefix } = offers;
  const key = JSON.stringify(parameters ?? {});
  const asked = useMemo(() => ({ name, parameters: JSON.parse(key) as LookUpParameters, range }), [name, key, range]);
  const { load, ...offered } = useChoices(lookUps, asked);
  return <List {...shown} {...offered} idPrefix={idPrefix} onOpenMenu={load} />;
}
