import { APP_ID, APP_ROOT } from '../../../contract/app-links.ts';

/** The app's pages and what their address names; the addresses themselves are made by `contract/app-links.ts`. */
export type Route =
  | { page: 'projects' }
  | { page: 'run'; project: string; run?: string }
  | { page: 'task'; project: string; tag: string; taskId: string }
  | { page: 'set-up' }
  | { page: 'configuration' }
  | { page: 'unknown'; path: string };

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % typed by hand
  }
}

function fromParts(parts: string[], path: string): Route {
  const [first, project, kind, ...rest] = parts;
  if (first === undefined) {
    return { page: 'projects' };
  }
  if (parts.length === 1 && (first === 'projects' || first === 'set-up' || first === 'configuration')) {
    return { page: first };
  }
  if (first === 'projects' && project !== undefined) {
    if (kind === undefined) {
      return { page: 'run', project };
    }
    if (kind === 'runs' && rest.length <= 1) {
      const [run] = rest;
      return run === undefined || run === 'newest' ? { page: 'run', project } : { page: 'run', project, run };
    }
    const [tag, taskId] = rest;
    if (kind === 'tasks' && rest.length === 2 && tag !== undefined && taskId !== undefined) {
      return { page: 'task', project, tag, taskId };
    }
  }
  return { page: 'unknown', path };
}

/**
 * The page a path names, whatever sub-path Grafana is served under. Undefined where the path is not the app's: the
 * user is on the way to another one and the app is about to be taken away.
 */
export function matchRoute(pathname: string): Route | undefined {
  const at = pathname.indexOf(APP_ROOT);
  const rest = at < 0 ? undefined : pathname.slice(at + APP_ROOT.length);
  if (rest === undefined || (rest !== '' && !rest.startsWith('/'))) {
    return undefined;
  }
  return fromParts(rest.split('/').filter(Boolean).map(decoded), `/a/${APP_ID}${rest}`);
}
