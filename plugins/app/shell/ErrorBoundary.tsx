import React from 'react';
import { ErrorState } from '../parts/ErrorState.tsx';
import { sentenceOf } from '../data/sentence.ts';

interface Props {
  /** Another value means another page: what failed before is forgotten. */
  resetKey: string;
  children: React.ReactNode;
}

interface State {
  error?: unknown;
  resetKey: string;
}

/** A page that fails says so in its place; the rest of the app goes on, and the next page starts clean. */
export class ErrorBoundary extends React.Component<Props, State> {
  override state: State = { resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: undefined, resetKey: props.resetKey };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) {
      return this.props.children;
    }
    const lost = /chunk|dynamically imported/i.test(String(error));
    return (
      <ErrorState
        title={lost ? 'This page could not be loaded' : 'This page failed'}
        text={
          lost
            ? 'Grafana may have been updated or restarted while it was open. Load it again.'
            : `${sentenceOf(error)} Try again; if it fails again, the message above belongs into a bug report.`
        }
        action="Try again"
        onAction={() => this.setState({ error: undefined })}
      />
    );
  }
}
