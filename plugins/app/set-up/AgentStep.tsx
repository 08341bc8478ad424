import React from 'react';
import { CopyBlock } from '../parts/CopyBlock.tsx';
import { More } from '../parts/More.tsx';
import { environmentLines, eventCommand, monitorCommand, settingsJson, type Target } from './commands.ts';
import { Step } from './Step.tsx';

/** How agents report: Claude Code by one command, by hand, or anything else by the events API. */
export function AgentStep({ target, done }: { target: Target; done: boolean }) {
  return (
    <Step number={3} title="The agents" done={done}>
      <p>
        Make Claude Code in this project report its hooks and its OpenTelemetry. The command shows what it changes,
        asks, and takes it back exactly with <code>--remove</code>. It counts from the next Claude Code session on.
      </p>
      <CopyBlock what="the command that connects Claude Code" text={monitorCommand(target)} />
      <p>
        Where the service has an API token, add <code>--token-file FILE</code>. Prompts and tool contents are not kept.
      </p>
      <More title="By hand: .claude/settings.local.json">
        <CopyBlock what="the settings of Claude Code" text={settingsJson(target)} />
      </More>
      <More title="Only OpenTelemetry: environment variables">
        <CopyBlock what="the environment variables" text={environmentLines(target)} />
      </More>
      <More title="Another executor: send events">
        <p>Whatever works on tasks can tell of it; the same event sent twice counts once if it has an id.</p>
        <CopyBlock what="an event to send" text={eventCommand(target)} />
      </More>
    </Step>
  );
}
