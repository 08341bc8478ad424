import { CoreApp } from '@grafana/data';
import { type TaskmasterQuery } from '../types.ts';

/** What is asked before anything was chosen: it answers on every service that follows a project. */
export function defaultQuery(app?: CoreApp): Partial<TaskmasterQuery> {
  switch (app) {
    case CoreApp.UnifiedAlerting:
    case CoreApp.CloudAlerting:
      return { queryType: 'status', query: {} };
    case CoreApp.Explore:
      return { queryType: 'events', query: {} };
    default:
      return { queryType: 'tasks', query: {} };
  }
}
