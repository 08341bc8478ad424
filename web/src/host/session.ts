import { config } from '@grafana/runtime';
import { OrgRole } from '@grafana/data';
import { BehaviorSubject } from 'rxjs';

/** What the service lets this browser do. Reading needs no log-in on a service that listens on loopback only. */
export interface Rights {
  read: boolean;
  control: boolean;
}

const NONE: Rights = { read: false, control: false };
const rights = new BehaviorSubject<Rights>(NONE);

export const currentRights = rights.asObservable();

/** Grafana's user as plugins read it: who holds the control token is an admin, everybody else looks. */
function tellPlugins({ control }: Rights) {
  const { user } = config.bootData;
  user.isSignedIn = control;
  user.orgRole = control ? OrgRole.Admin : OrgRole.Viewer;
  user.login = control ? 'page' : '';
  user.name = control ? 'Logged in with the control token' : '';
}

/** Asks the service what this browser may do; nothing where it does not answer. */
export async function loadRights(): Promise<void> {
  let next = NONE;
  try {
    const answer = await fetch('/api/v1/login', { cache: 'no-store' });
    if (answer.ok) {
      next = (await answer.json()) as Rights;
    }
  } catch {
    // the banner says that the service does not answer
  }
  tellPlugins(next);
  rights.next(next);
}

/**
 * Sends a token once; the service answers with a cookie that scripts cannot read. Returns a sentence on failure. The
 * page is loaded anew afterwards, because plugins have read who the user is while they were loading.
 */
export async function logIn(token: string): Promise<string | undefined> {
  try {
    const answer = await fetch('/api/v1/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) {
      location.reload();
      return undefined;
    }
    if (answer.status === 429) {
      return 'Too many wrong tokens were sent. Wait a minute and try again.';
    }
    return answer.status === 401 || answer.status === 403
      ? 'The service does not know this token. It was written to a file when the service first started.'
      : `The service answered ${answer.status} to the log-in.`;
  } catch {
    return 'The service does not answer. Try again once it runs.';
  }
}

/** Forgets the log-in and loads the page anew. */
export async function logOut(): Promise<void> {
  await fetch('/api/v1/logout', { method: 'POST' });
  location.reload();
}
