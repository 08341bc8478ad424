import React from 'react';
import { Choice } from '../parts/Choice.tsx';
import { CopyBlock } from '../parts/CopyBlock.tsx';
import { TextField } from '../parts/TextField.tsx';
import { startCommand } from './commands.ts';
import { Step } from './Step.tsx';

export interface KnownProject {
  id: string;
  name: string;
  path: string;
  tasks: number;
  problem: string | null;
}

interface Props {
  projects: readonly KnownProject[];
  chosen: KnownProject | undefined;
  folder: string;
  shownFolder: string;
  onChoose: (id: string) => void;
  onFolder: (text: string) => void;
}

/** Which project, and how the service gets to know it. */
export function ProjectStep({ projects, chosen, folder, shownFolder, onChoose, onFolder }: Props) {
  return (
    <Step number={2} title="The project" done={chosen !== undefined}>
      {projects.length > 0 ? (
        <Choice
          label="Project"
          value={chosen?.id ?? ''}
          options={[
            { value: '', label: 'One that is not followed yet' },
            ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={onChoose}
        />
      ) : null}
      {chosen ? (
        <p>
          {chosen.path} is followed
          {chosen.tasks > 0 ? `, with ${chosen.tasks} tasks to count` : ', without tasks so far'}. {chosen.problem}
        </p>
      ) : (
        <>
          <TextField
            label="Folder of the project"
            description="The one that holds .taskmaster (or tasks/tasks.json), on the machine where the service runs."
            placeholder={shownFolder}
            value={folder}
            onChange={onFolder}
          />
          <p>Start the service with it. Nothing in the project is changed.</p>
          <CopyBlock what="the command that follows the project" text={startCommand({ folder: shownFolder })} />
          <p>
            A service that runs already takes the project up by itself as soon as Claude Code reports from it: go on
            with the next step.
          </p>
        </>
      )}
    </Step>
  );
}
