import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { LimitField } from '../fields/LimitField.tsx';
import { PickManyOf } from '../fields/PickMany.tsx';
import { PickOne } from '../fields/PickOne.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';

const KINDS = ['run', 'task', 'attempt', 'agent', 'tool', 'marker'];

export function TimelineEditor({ query, change, ...offers }: EditorProps<'timeline'>) {
  const { idPrefix } = offers;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'tag', 'run', 'taskId']} />
      <PickOne
        offers={offers}
        name="sessions"
        parameters={{ project: query.project }}
        label="Session"
        tooltip="One agent session."
        placeholder="All sessions"
        value={query.session}
        onChange={(session) => change({ session })}
      />
      <PickManyOf
        idPrefix={idPrefix}
        label="Kinds"
        tooltip="Kinds of bars and points."
        placeholder="Every kind"
        values={KINDS}
        value={query.kinds}
        onChange={(kinds) => change({ kinds })}
      />
      <LimitField
        idPrefix={idPrefix}
        what="rows"
        usual={5_000}
        most={200_000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
