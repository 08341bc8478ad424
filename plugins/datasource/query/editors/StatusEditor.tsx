import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { ScopeFields } from '../fields/ScopeFields.tsx';

export function StatusEditor({ query, change, ...offers }: EditorProps<'status'>) {
  return <ScopeFields offers={offers} query={query} change={change} />;
}
