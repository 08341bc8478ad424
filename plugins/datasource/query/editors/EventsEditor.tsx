import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { ChooseOne } from '../fields/ChooseOne.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { PickMany, PickManyOf } from '../fields/PickMany.tsx';
import { PickOne } from '../fields/PickOne.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';
import { TextField } from '../fields/TextField.tsx';
import { ORDERS } from '../orders.ts';

const SOURCES = ['file', 'git', 'hook', 'otlp', 'api', 'cli', 'execute', 'service'];

export function EventsEditor({ query, change, ...offers }: EditorProps<'events'>) {
  const { idPrefix } = offers;
  const { project } = query;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'tag', 'run', 'taskId']} />
      <PickMany
        offers={offers}
        name="event-types"
        parameters={{ project }}
        label="Types"
        tooltip="A star at the end stands for the rest: task.*"
        placeholder="Every type"
        value={query.types}
        onChange={(types) => change({ types })}
      />
      <PickManyOf
        idPrefix={idPrefix}
        label="Sources"
        tooltip="Who told of it."
        placeholder="Every source"
        values={SOURCES}
        value={query.sources}
        onChange={(sources) => change({ sources })}
      />
      <PickOne
        offers={offers}
        name="sessions"
        parameters={{ project }}
        label="Session"
        tooltip="One agent session."
        placeholder="All sessions"
        value={query.session}
        onChange={(session) => change({ session })}
      />
      <TextField
        idPrefix={idPrefix}
        label="Text has"
        placeholder="Any text"
        value={query.search}
        onChange={(search) => change({ search })}
      />
      <ChooseOne
        idPrefix={idPrefix}
        label="Order"
        placeholder="Latest first"
        values={ORDERS}
        value={query.order}
        onChange={(order) => change({ order })}
        closed
      />
      <LimitField
        idPrefix={idPrefix}
        what="events"
        usual={1_000}
        most={50_000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
