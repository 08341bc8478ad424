import { Input } from '@grafana/ui';
import React, { type KeyboardEvent } from 'react';
import { Labelled } from './Labelled.tsx';
import { useDraft } from './use-draft.ts';

interface Props {
  idPrefix: string;
  label: string;
  tooltip?: string;
  placeholder?: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A text that is asked for when the field is left or Enter is pressed. */
export function TextField({ idPrefix, label, tooltip, placeholder, value, onChange }: Props) {
  const [text, setText] = useDraft(value ?? '');
  const done = () => {
    if (text !== (value ?? '')) {
      onChange(text || undefined);
    }
  };
  const id = `${idPrefix}-${label.replaceAll(/\W+/g, '-').toLowerCase()}`;
  return (
    <Labelled label={label} tooltip={tooltip} id={id}>
      <Input
        id={id}
        value={text}
        placeholder={placeholder}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={done}
        onKeyDown={({ key }: KeyboardEvent) => {
          if (key === 'Enter') {
            done();
          }
        }}
      />
    </Labelled>
  );
}
