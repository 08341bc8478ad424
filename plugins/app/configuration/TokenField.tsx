import { css } from '@emotion/css';
import { Field, SecretInput } from '@grafana/ui';
import React, { useId } from 'react';

interface Props {
  label: string;
  description: string;
  /** One is kept by Grafana; it is never shown again. */
  isSet: boolean;
  value: string;
  disabled?: boolean;
  onChange: (text: string) => void;
  onReset: () => void;
}

/** A secret that can be written and not read. */
export function TokenField({ label, description, isSet, value, disabled, onChange, onReset }: Props) {
  const id = useId();
  return (
    <Field label={label} description={description} disabled={disabled} className={plain}>
      <SecretInput
        id={id}
        isConfigured={isSet}
        value={value}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onReset={onReset}
      />
    </Field>
  );
}

const plain = css({ margin: 0, '@media (pointer: coarse)': { '& input, & button': { height: 44 } } });
