import React from 'react';
import { State, type StateProps } from './State.tsx';

/** It failed and there is nothing from before to show: what failed, and what to do. */
export function ErrorState(props: Omit<StateProps, 'role'>) {
  return <State icon="exclamation-triangle" {...props} role="alert" />;
}
