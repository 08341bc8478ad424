import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { ChooseOne } from '../fields/ChooseOne.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';

const SOURCES = [
  { value: 'observed', label: 'observed', description: 'Seen while it went on' },
  { value: 'execute', label: 'execute', description: 'Begun by this service' },
  { value: 'git', label: 'git', description: 'Read from the history of the repository' },
];

export function RunsEditor({ query, change, ...offers }: EditorProps<'runs'>) {
  const { idPrefix } = offers;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project']} />
      <ChooseOne
        idPrefix={idPrefix}
        label="Source"
        placeholder="Every source"
        values={SOURCES}
        value={query.source}
        onChange={(source) => change({ source })}
      />
      <LimitField
        idPrefix={idPrefix}
        what="runs"
        usual={500}
        most={5000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
