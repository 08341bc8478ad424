import { config } from '@grafana/runtime';
import { isStandalone } from '../../data/host.ts';

/** Address of a run's report: the service's own on the stand-alone page, through the datasource in Grafana. */
export function reportLink(uid: string | undefined, run: string): string | undefined {
  const path = `runs/${encodeURIComponent(run)}/report`;
  if (isStandalone()) {
    return `/api/v1/${path}`;
  }
  return uid === undefined
    ? undefined
    : `${config.appSubUrl ?? ''}/api/datasources/uid/${encodeURIComponent(uid)}/resources/${path}`;
}
