import { type BackendSrvRequest } from '@grafana/runtime';
import { type GrafanaQueryBody, toServiceQueries } from './ds-query.ts';

interface Route {
  path: RegExp;
  to: (request: BackendSrvRequest, match: RegExpExecArray) => BackendSrvRequest;
}

/** Grafana's server paths that plugins call, and what of the service answers them. Anything else goes out as it is. */
const ROUTES: Route[] = [
  {
    path: /^\/?api\/ds\/query/,
    to: (request) => ({
      ...request,
      url: '/api/v1/query',
      data: toServiceQueries(request.data as GrafanaQueryBody, Date.now()),
    }),
  },
  {
    // What changes something: the cookie of the log-in stands for the control token Grafana's server would add.
    path: /^\/?api\/datasources\/(?:uid\/)?[^/]+\/resources\/+control\/(.*)$/,
    to: (request, match) => ({ ...request, url: `/api/v1/${match[1]}` }),
  },
  {
    path: /^\/?api\/datasources\/(?:uid\/)?[^/]+\/resources\/+(.*)$/,
    to: (request, match) => ({ ...request, method: 'GET', url: `/api/v1/${match[1]}` }),
  },
];

/** The request the service understands for one Grafana's server would have answered. */
export function translateRequest(request: BackendSrvRequest): BackendSrvRequest {
  for (const { path, to } of ROUTES) {
    const match = path.exec(request.url);
    if (match) {
      return to(request, match);
    }
  }
  return request;
}
