import { type DataSourceSettings } from '@grafana/data';
import { Field, SecretInput } from '@grafana/ui';
import React from 'react';
import { type TaskmasterSecrets, type TaskmasterSettings } from '../types.ts';
import { setSecret } from './set-secret.ts';

type Settings = DataSourceSettings<TaskmasterSettings, TaskmasterSecrets>;

interface Props {
  options: Settings;
  onChange: (options: Settings) => void;
}

const TOKENS: Array<{ name: keyof TaskmasterSecrets; label: string; description: string }> = [
  {
    name: 'apiToken',
    label: 'API token',
    description:
      'The one the service was started with (TASKMASTER_OBSERVE_TOKEN): it asks for one wherever it listens beyond its own machine.',
  },
  {
    name: 'controlToken',
    label: 'Control token',
    description:
      'Printed by "taskmaster-observe token". Only for what changes something: stopping work, overriding, purging. With it, editors and admins of Grafana can do so from here; without it nobody can.',
  },
];

/** The two tokens. What is saved never comes back to the browser. */
export function TokenFields({ options, onChange }: Props) {
  return (
    <>
      <h3 className="page-heading">Tokens</h3>
      {TOKENS.map(({ name, label, description }) => (
        <Field key={name} label={label} description={description} htmlFor={`taskmaster-${name}`}>
          <SecretInput
            id={`taskmaster-${name}`}
            aria-label={label}
            width={40}
            autoComplete="new-password"
            placeholder="None"
            disabled={options.readOnly}
            isConfigured={options.secureJsonFields?.[name] ?? false}
            value={options.secureJsonData?.[name] ?? ''}
            onReset={() => onChange(setSecret(options, name, ''))}
            onChange={({ currentTarget }) => onChange(setSecret(options, name, currentTarget.value, true))}
          />
        </Field>
      ))}
    </>
  );
}
