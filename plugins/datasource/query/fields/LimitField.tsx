import React from 'react';
import { NumberField } from './NumberField.tsx';

interface Props {
  idPrefix: string;
  value: number | undefined;
  most: number;
  what: string;
  usual?: number;
  onChange: (value: number | undefined) => void;
}

/** How much is answered at most. */
export function LimitField({ what, usual, most, ...rest }: Props) {
  return (
    <NumberField
      {...rest}
      label="Limit"
      tooltip={`At most this many ${what}, up to ${most}. An answer that holds less than there is says so.`}
      placeholder={usual === undefined ? 'As many as there are' : String(usual)}
      least={1}
      most={most}
      whole
    />
  );
}
