import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { ChooseOne } from '../fields/ChooseOne.tsx';
import { FiltersField } from '../fields/FiltersField.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { PickOne } from '../fields/PickOne.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';
import { TextField } from '../fields/TextField.tsx';
import { ORDERS } from '../orders.ts';

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const CATEGORIES = ['command', 'error', 'performance', 'quality'];
const FORMATS = [
  { value: 'lines', label: 'Lines' },
  { value: 'histogram', label: 'Number over time', description: 'Lines per step and severity' },
] as const;

export function LogsEditor({ query, change, ...offers }: EditorProps<'logs'>) {
  const { idPrefix } = offers;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'run', 'taskId']} />
      <TextField
        idPrefix={idPrefix}
        label="Words"
        tooltip="All of them must be in the line, whole or their beginning."
        placeholder="Any text"
        value={query.search}
        onChange={(search) => change({ search })}
      />
      <ChooseOne
        idPrefix={idPrefix}
        label="Severity"
        tooltip="This one and worse ones."
        placeholder="Every severity"
        values={SEVERITIES}
        value={query.severity}
        onChange={(severity) => change({ severity })}
      />
      <PickOne
        offers={offers}
        name="services"
        label="Service"
        placeholder="Every service"
        value={query.service}
        onChange={(service) => change({ service })}
      />
      <ChooseOne
        idPrefix={idPrefix}
        label="Category"
        placeholder="Every category"
        values={CATEGORIES}
        value={query.category}
        onChange={(category) => change({ category })}
      />
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
      <TextField
        idPrefix={idPrefix}
        label="Event"
        tooltip="Name of the event without prefix: tool_result, api_request …"
        placeholder="Any event"
        value={query.eventName}
        onChange={(eventName) => change({ eventName })}
      />
      <TextField
        idPrefix={idPrefix}
        label="Trace"
        placeholder="Id of a trace"
        value={query.traceId}
        onChange={(traceId) => change({ traceId })}
      />
      <ChooseOne
        idPrefix={idPrefix}
        label="Show"
        placeholder="Lines"
        values={FORMATS}
        value={query.format}
        onChange={(format) => change({ format })}
        closed
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
        what="lines"
        usual={1_000}
        most={10_000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
      <FiltersField offers={offers} value={query.filters} onChange={(filters) => change({ filters })} />
    </>
  );
}
