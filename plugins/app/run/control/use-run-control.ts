import { useCallback, useState } from 'react';
import { useControl } from '../../data/control.ts';
import { useLive } from '../../data/use-live.ts';
import { type LookupAnswer, useLookup } from '../../data/use-lookup.ts';
import { type ControlAction, type RunControl } from '../model/control-model.ts';

/** A command and what became of it. */
export interface Command {
  label: string;
  state: 'sent' | 'taken' | 'refused';
  text: string;
}

export interface CommandBody {
  action: ControlAction;
  taskId?: string;
  status?: string;
  reason?: string;
}

interface UseRunControl {
  answer: LookupAnswer<RunControl>;
  command?: Command;
  send: (label: string, body: CommandBody) => void;
}

/** How an executed run is, kept true by the live channel, and the way to command it. */
export function useRunControl(project: string, run: string): UseRunControl {
  const path = `runs/${encodeURIComponent(run)}/control`;
  const answer = useLookup<RunControl>(path);
  const { refetch } = answer;
  useLive(`project/${project}`, answer.revalidate);
  const control = useControl();
  const [command, setCommand] = useState<Command>();
  const send = useCallback(
    (label: string, body: CommandBody) => {
      setCommand({ label, state: 'sent', text: 'Sent, no answer yet …' });
      control<{ message: string }>(path, body).then(
        ({ message }) => {
          setCommand({ label, state: 'taken', text: message });
          refetch();
        },
        (error: Error) => {
          setCommand({ label, state: 'refused', text: error.message });
          refetch();
        }
      );
    },
    [control, path, refetch]
  );
  return { answer, command, send };
}
