import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { LimitField } from '../fields/LimitField.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';

export function CheckpointsEditor({ query, change, ...offers }: EditorProps<'checkpoints'>) {
  const { idPrefix } = offers;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} />
      <LimitField
        idPrefix={idPrefix}
        what="checkpoints"
        most={5000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
