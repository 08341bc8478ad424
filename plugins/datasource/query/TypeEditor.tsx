import { type ComponentType, createElement } from 'react';
import { type QueryType } from '../../../contract/queries.ts';
import { type EditorProps } from './editor-props.ts';
import { CheckpointsEditor } from './editors/CheckpointsEditor.tsx';
import { DependencyGraphEditor } from './editors/DependencyGraphEditor.tsx';
import { EventsEditor } from './editors/EventsEditor.tsx';
import { LogsEditor } from './editors/LogsEditor.tsx';
import { MetricEditor } from './editors/MetricEditor.tsx';
import { ProjectsEditor } from './editors/ProjectsEditor.tsx';
import { RunsEditor } from './editors/RunsEditor.tsx';
import { StatusEditor } from './editors/StatusEditor.tsx';
import { TasksEditor } from './editors/TasksEditor.tsx';
import { TimelineEditor } from './editors/TimelineEditor.tsx';
import { TracesEditor } from './editors/TracesEditor.tsx';

const EDITORS: { [T in QueryType]: ComponentType<EditorProps<T>> } = {
  checkpoints: CheckpointsEditor,
  dependencyGraph: DependencyGraphEditor,
  events: EventsEditor,
  logs: LogsEditor,
  metric: MetricEditor,
  projects: ProjectsEditor,
  runs: RunsEditor,
  status: StatusEditor,
  tasks: TasksEditor,
  timeline: TimelineEditor,
  traces: TracesEditor,
};

/** Fields as a saved dashboard holds them: each editor reads those of its own type. */
interface Props extends Omit<EditorProps<QueryType>, 'query' | 'change'> {
  type: QueryType;
  query: Record<string, unknown>;
  change: (fields: Record<string, unknown>) => void;
}

/** The fields of a query type. */
export function TypeEditor({ type, ...props }: Props) {
  // One type at a time is safe by the table above; the compiler cannot follow it through the union.
  return createElement(EDITORS[type] as unknown as ComponentType<Omit<Props, 'type'>>, props);
}
