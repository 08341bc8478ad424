import React from 'react';
import { type EditorProps } from '../editor-props.ts';
import { FiltersField } from '../fields/FiltersField.tsx';
import { Flag } from '../fields/Flag.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { PickOne } from '../fields/PickOne.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';
import { TextField } from '../fields/TextField.tsx';

/** The fields that look for traces; one trace needs none of them. */
function Search({ query, change, ...offers }: EditorProps<'traces'>) {
  const { idPrefix } = offers;
  return (
    <>
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'run', 'taskId']} />
      <PickOne
        offers={offers}
        name="services"
        label="Service"
        placeholder="Every service"
        value={query.service}
        onChange={(service) => change({ service, operation: undefined })}
      />
      <PickOne
        offers={offers}
        name="operations"
        parameters={{ service: query.service }}
        label="Operation"
        tooltip="Name of a span."
        placeholder="Every operation"
        value={query.operation}
        onChange={(operation) => change({ operation })}
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
      <NumberField
        idPrefix={idPrefix}
        label="Longer than"
        tooltip="Milliseconds."
        placeholder="ms"
        least={0}
        value={query.minDurationMs}
        onChange={(minDurationMs) => change({ minDurationMs })}
      />
      <NumberField
        idPrefix={idPrefix}
        label="Shorter than"
        tooltip="Milliseconds."
        placeholder="ms"
        least={0}
        value={query.maxDurationMs}
        onChange={(maxDurationMs) => change({ maxDurationMs })}
      />
      <Flag
        idPrefix={idPrefix}
        label="Errors only"
        value={query.errorsOnly ?? false}
        onChange={(on) => change({ errorsOnly: on || undefined })}
      />
      <LimitField
        idPrefix={idPrefix}
        what="traces"
        usual={100}
        most={100_000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
      <FiltersField offers={offers} value={query.filters} onChange={(filters) => change({ filters })} />
    </>
  );
}

export function TracesEditor(props: EditorProps<'traces'>) {
  const { query, change, idPrefix } = props;
  return (
    <>
      <TextField
        idPrefix={idPrefix}
        label="Trace"
        tooltip="Shows this one trace with all its spans. Without it, traces are looked for."
        placeholder="Id of a trace"
        value={query.traceId}
        onChange={(traceId) => change({ traceId: traceId?.trim() || undefined })}
      />
      {!query.traceId && <Search {...props} />}
    </>
  );
}
