import { css } from '@emotion/css';
import { Field, Input, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';

interface Props {
  label: string;
  value: string;
  onChange: (text: string) => void;
  description?: string;
  placeholder?: string;
  /** Why what stands there cannot be used. */
  problem?: string;
  disabled?: boolean;
}

/** One line of text with its label, and what is wrong with it. */
export function TextField({ label, value, onChange, description, placeholder, problem, disabled }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <Field
      label={label}
      description={description}
      invalid={problem !== undefined}
      error={problem}
      className={styles.field}
    >
      <Input
        id={id}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

const getStyles = () => ({
  field: css({ margin: 0, '@media (pointer: coarse)': { '& input': { height: 44 } } }),
});
