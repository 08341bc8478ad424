import { type QueryEditorHelpProps } from '@grafana/data';
import { Button } from '@grafana/ui';
import React from 'react';
import { type TaskmasterQuery } from '../types.ts';
import { EXAMPLES } from './examples.ts';

/** What is shown in Explore before anything was asked, and under "Help" of a query: questions to begin with. */
export function QueryHelp({ onClickExample }: QueryEditorHelpProps<TaskmasterQuery>) {
  return (
    <div>
      <h2>Questions to begin with</h2>
      {EXAMPLES.map(({ title, text, target }) => (
        <div key={title}>
          <h3>{title}</h3>
          <p>
            {text}{' '}
            <Button size="sm" variant="secondary" onClick={() => onClickExample({ refId: 'A', ...target })}>
              Ask
            </Button>
          </p>
        </div>
      ))}
    </div>
  );
}
