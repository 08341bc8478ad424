import React from 'react';
import { State, type StateProps } from './State.tsx';

/** Nothing is there yet: why, and how something comes. */
export function Empty(props: Omit<StateProps, 'role'>) {
  return <State {...props} role="status" />;
}
