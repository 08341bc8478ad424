import React from 'react';
import { TASK_STATUSES } from '../../../../contract/status.ts';
import { type EditorProps } from '../editor-props.ts';
import { Flag } from '../fields/Flag.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { PickManyOf } from '../fields/PickMany.tsx';
import { PickOne } from '../fields/PickOne.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';
import { TextField } from '../fields/TextField.tsx';

export function TasksEditor({ query, change, ...offers }: EditorProps<'tasks'>) {
  const { idPrefix } = offers;
  const { project, tag, run } = query;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'tag', 'run', 'taskId']} />
      <PickManyOf
        idPrefix={idPrefix}
        label="Status"
        placeholder="Every status"
        values={TASK_STATUSES}
        value={query.status}
        onChange={(status) => change({ status })}
      />
      <PickOne
        offers={offers}
        name="tasks"
        parameters={{ project, tag, run }}
        label="Subtasks of"
        placeholder="Any task"
        value={query.parentId}
        onChange={(parentId) => change({ parentId })}
      />
      <TextField
        idPrefix={idPrefix}
        label="Title has"
        placeholder="Any text"
        value={query.search}
        onChange={(search) => change({ search })}
      />
      <Flag
        idPrefix={idPrefix}
        label="Subtasks"
        tooltip="Subtasks as rows of their own."
        value={query.includeSubtasks ?? true}
        onChange={(on) => change({ includeSubtasks: on ? undefined : false })}
      />
      <Flag
        idPrefix={idPrefix}
        label="Removed ones"
        tooltip="Tasks that are no longer in the file too."
        value={query.includeRemoved ?? false}
        onChange={(on) => change({ includeRemoved: on || undefined })}
      />
      <LimitField
        idPrefix={idPrefix}
        what="tasks"
        usual={10_000}
        most={50_000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
