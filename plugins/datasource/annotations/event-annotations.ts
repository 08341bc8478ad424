import { type AnnotationQuery, type AnnotationSupport } from '@grafana/data';
import { type TaskmasterQuery } from '../types.ts';

type EventAnnotation = AnnotationQuery<TaskmasterQuery>;

/** Where the question stands: in `target`, or for annotations written by hand at the top. */
function targetOf(annotation: EventAnnotation): TaskmasterQuery {
  const { queryType, query } = (annotation.target ?? annotation) as Partial<TaskmasterQuery>;
  return {
    refId: annotation.target?.refId ?? 'Anno',
    queryType: queryType ?? 'events',
    query: query ?? { types: ['task.status', 'run.*'], limit: 500 },
  };
}

/** Annotations are events: what happened, as vertical lines on time series, each leading to its run. */
export const eventAnnotations: AnnotationSupport<TaskmasterQuery, EventAnnotation> = {
  getDefaultQuery: () => ({ queryType: 'events', query: { types: ['task.status'], limit: 500 } }),
  // The very same object where nothing is to be changed: the annotation editor would go on asking for ever.
  prepareAnnotation: (annotation: EventAnnotation) =>
    annotation.target?.queryType ? annotation : { ...annotation, target: targetOf(annotation) },
  prepareQuery: (annotation: EventAnnotation) => ({
    ...targetOf(annotation),
    queryType: 'events',
    asAnnotations: true,
  }),
};
