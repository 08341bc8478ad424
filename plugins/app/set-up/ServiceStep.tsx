import React from 'react';
import { configurationLink } from '../../../contract/app-links.ts';
import { isStandalone } from '../data/host.ts';
import { type useHealth } from '../data/use-health.ts';
import { Action } from '../parts/Action.tsx';
import { CopyBlock } from '../parts/CopyBlock.tsx';
import { StatusBadge } from '../parts/StatusBadge.tsx';
import { TextField } from '../parts/TextField.tsx';
import { startCommand } from './commands.ts';
import { Step } from './Step.tsx';

interface Props {
  health: ReturnType<typeof useHealth>;
  connected: boolean;
  address: string;
  addressProblem?: string;
  folder: string;
  onAddress: (text: string) => void;
}

function NotThere({ folder, refetch }: { folder: string; refetch: () => void }) {
  return (
    <>
      <p>Start it on the machine where the project is. It needs Node 20 or newer, and nothing else.</p>
      <CopyBlock what="the command that starts the service" text={startCommand({ folder })} />
      {isStandalone() ? null : (
        <p>
          If it runs elsewhere, its address and tokens are set under <i>Configuration</i>, by an Admin.
        </p>
      )}
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Action onClick={refetch} icon="sync">
          Look again
        </Action>
        {isStandalone() ? null : (
          <Action to={configurationLink()} variant="secondary">
            Configuration
          </Action>
        )}
      </div>
    </>
  );
}

/** Whether the service can be reached, and by which address agents reach it. */
export function ServiceStep({ health, connected, address, addressProblem, folder, onAddress }: Props) {
  const told = health.health;
  const problem = told && !told.good ? told.message : health.error;
  return (
    <Step number={1} title="The service" done={connected}>
      {connected && told ? (
        <>
          <p>{told.message}</p>
          {told.dependencies
            .filter(({ state }) => state !== 'ok')
            .map(({ name, text }) => (
              <div key={name}>
                <StatusBadge status="blocked" label={name} /> {text}
              </div>
            ))}
        </>
      ) : problem ? (
        <>
          <div role="alert">
            <StatusBadge status="failed" label="Not connected" /> {problem}
          </div>
          <NotThere folder={folder} refetch={health.refetch} />
        </>
      ) : (
        <p role="status">Looking for the service …</p>
      )}
      {connected ? (
        <div>
          <Action to={configurationLink()} variant="secondary">
            {isStandalone() ? 'Details and log-in' : 'Configuration'}
          </Action>
        </div>
      ) : null}
      <TextField
        label="Address of the service, as seen from where the agents run"
        description="The commands below are made for it. On one machine this is what the service said when it started."
        value={address}
        problem={addressProblem}
        onChange={onAddress}
      />
    </Step>
  );
}
