import { InlineSwitch } from '@grafana/ui';
import React from 'react';
import { Labelled } from './Labelled.tsx';

interface Props {
  idPrefix: string;
  label: string;
  tooltip?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

/** Yes or no. */
export function Flag({ idPrefix, label, tooltip, value, onChange }: Props) {
  const id = `${idPrefix}-${label.replaceAll(/\W+/g, '-').toLowerCase()}`;
  return (
    <Labelled label={label} tooltip={tooltip} id={id}>
      <InlineSwitch id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    </Labelled>
  );
}
