import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { Flag } from '../fields/Flag.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';

export function DependencyGraphEditor({ query, change, ...offers }: EditorProps<'dependencyGraph'>) {
  const { idPrefix } = offers;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'tag', 'run', 'taskId']} />
      {query.taskId && (
        <NumberField
          idPrefix={idPrefix}
          label="Steps"
          tooltip="How far from the task: 1 is what it waits for and what waits for it."
          placeholder="All"
          least={0}
          most={100}
          whole
          value={query.depth}
          onChange={(depth) => change({ depth })}
        />
      )}
      <Flag
        idPrefix={idPrefix}
        label="Subtasks"
        tooltip="Subtasks as nodes inside their task."
        value={query.includeSubtasks ?? true}
        onChange={(on) => change({ includeSubtasks: on ? undefined : false })}
      />
      <Flag
        idPrefix={idPrefix}
        label="Hide finished"
        value={query.hideFinished ?? false}
        onChange={(on) => change({ hideFinished: on || undefined })}
      />
      <LimitField
        idPrefix={idPrefix}
        what="nodes"
        usual={10_000}
        most={50_000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
