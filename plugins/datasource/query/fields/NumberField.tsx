import React from 'react';
import { TextField } from './TextField.tsx';

interface Props {
  idPrefix: string;
  label: string;
  tooltip?: string;
  placeholder?: string;
  value: number | undefined;
  least: number;
  most?: number;
  whole?: boolean;
  onChange: (value: number | undefined) => void;
}

/** A number within its bounds; what is none leaves the field out. */
export function NumberField({ value, least, most = Infinity, whole, onChange, ...rest }: Props) {
  const read = (text: string | undefined) => {
    const number = Number(text);
    if (text === undefined || text.trim() === '' || !Number.isFinite(number)) {
      return undefined;
    }
    return Math.min(most, Math.max(least, whole ? Math.round(number) : number));
  };
  return (
    <TextField
      {...rest}
      value={value === undefined ? undefined : String(value)}
      onChange={(text) => onChange(read(text))}
    />
  );
}
