import { InlineField } from '@grafana/ui';
import React, { type ComponentProps } from 'react';

interface Props {
  label: string;
  tooltip?: string;
  id: string;
  /** Why nothing can be offered: said below the control. */
  problem?: string;
  children: ComponentProps<typeof InlineField>['children'];
}

/** Width of labels in Grafana's units of 8 px: one for all fields, so that they stand in columns. */
const LABEL_WIDTH = 15;

/** A control with its name beside it, as wide as its column. */
export function Labelled({ label, tooltip, id, problem, children }: Props) {
  return (
    <InlineField
      label={label}
      labelWidth={LABEL_WIDTH}
      tooltip={tooltip}
      htmlFor={id}
      error={problem}
      invalid={problem !== undefined}
      grow
      shrink
    >
      {children}
    </InlineField>
  );
}
