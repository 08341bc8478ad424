import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { LimitField } from '../fields/LimitField.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';

export function ProjectsEditor({ query, change, ...offers }: EditorProps<'projects'>) {
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project']} />
      <LimitField
        idPrefix={offers.idPrefix}
        what="projects"
        usual={200}
        most={1000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
