import React, { useId, useState } from 'react';
import { Alert, Select } from '@grafana/ui';
import { type DataSource } from '../DataSource.ts';
import { type LookUpName } from '../lookups/look-ups.ts';
import { FieldGrid } from '../query/fields/FieldGrid.tsx';
import { Labelled } from '../query/fields/Labelled.tsx';
import { PickOne } from '../query/fields/PickOne.tsx';
import { TextField } from '../query/fields/TextField.tsx';
import { textOfVariable } from './find-values.ts';
import { type LookUpFunction, type Parameter, parseLookUp, writeLookUp } from './look-up-text.ts';

interface Props {
  query: unknown;
  datasource: DataSource;
  onChange: (query: string, definition: string) => void;
}

/** What can be looked up, in people's words, with the values that narrow it. */
const KINDS: Array<{ value: LookUpFunction; label: string; takes: Parameter[] }> = [
  { value: 'projects', label: 'Projects', takes: [] },
  { value: 'tags', label: 'Tags', takes: ['project'] },
  { value: 'runs', label: 'Runs', takes: ['project'] },
  { value: 'tasks', label: 'Tasks', takes: ['run', 'project', 'tag'] },
  { value: 'sessions', label: 'Agent sessions', takes: ['project'] },
  { value: 'agents', label: 'Agents', takes: ['project'] },
  { value: 'statuses', label: 'Task statuses', takes: [] },
  { value: 'event_types', label: 'Event types', takes: ['project'] },
  { value: 'metrics', label: 'Metric names', takes: [] },
  { value: 'labels', label: 'Label names', takes: ['metric'] },
  { value: 'label_values', label: 'Label values', takes: ['metric', 'label'] },
  { value: 'services', label: 'Services', takes: [] },
  { value: 'operations', label: 'Operations', takes: ['service'] },
];

const LABELS: Record<Parameter, { label: string; lookUp: LookUpName; placeholder: string }> = {
  project: { label: 'Project', lookUp: 'projects', placeholder: 'All projects' },
  tag: { label: 'Tag', lookUp: 'tags', placeholder: 'The current tag' },
  run: { label: 'Run', lookUp: 'runs', placeholder: 'All runs' },
  metric: { label: 'Metric', lookUp: 'metrics', placeholder: 'Any metric' },
  label: { label: 'Label', lookUp: 'labels', placeholder: 'Choose a label' },
  service: { label: 'Service', lookUp: 'services', placeholder: 'Every service' },
};

/** Editor of a dashboard variable: choices make the text, and the text can be written too. */
export function VariableEditor({ query, datasource, onChange }: Props) {
  const idPrefix = useId();
  const [text, setText] = useState(textOfVariable(query));
  const parsed = parseLookUp(text || 'projects()');
  const problem = 'problem' in parsed ? parsed.problem : undefined;
  const lookUp = 'problem' in parsed ? undefined : parsed;
  const kind = KINDS.find(({ value }) => value === lookUp?.name);
  const save = (next: string) => {
    setText(next);
    onChange(next, next);
  };
  const offers = { lookUps: datasource.lookUps, idPrefix };
  return (
    <div data-testid="taskmaster-variable-editor">
      <FieldGrid>
        <Labelled label="Values" id={`${idPrefix}-kind`}>
          <Select<LookUpFunction>
            inputId={`${idPrefix}-kind`}
            aria-label="Values"
            options={KINDS}
            value={kind?.value ?? null}
            onChange={({ value }) => value && save(writeLookUp({ name: value, parameters: {} }))}
            menuShouldPortal
          />
        </Labelled>
        {lookUp &&
          kind?.takes.map((parameter) => {
            const { label, lookUp: name, placeholder } = LABELS[parameter];
            const { project, metric } = lookUp.parameters;
            return (
              <PickOne
                key={`${lookUp.name}-${parameter}`}
                offers={offers}
                name={name}
                parameters={parameter === 'label' ? { metric } : { project }}
                label={label}
                placeholder={placeholder}
                value={lookUp.parameters[parameter]}
                onChange={(value) =>
                  save(writeLookUp({ ...lookUp, parameters: { ...lookUp.parameters, [parameter]: value } }))
                }
              />
            );
          })}
        <TextField
          idPrefix={idPrefix}
          label="Written"
          tooltip="The same as a text. Variables may stand in it: runs($project)"
          placeholder="projects()"
          value={text}
          onChange={(next) => save(next ?? '')}
        />
      </FieldGrid>
      {problem && <Alert severity="warning" title={problem} />}
    </div>
  );
}
