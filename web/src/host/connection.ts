import { BehaviorSubject, distinctUntilChanged } from 'rxjs';

/** How the page stands with the service it reads from; `login` while the log-in form is in its place. */
export type Connection = 'ok' | 'unreachable' | 'login';

const RETRY_MS = 3000;
const state = new BehaviorSubject<Connection>('ok');
let retry: ReturnType<typeof setTimeout> | undefined;

/** Current state and every change of it. */
export const connection = state.pipe(distinctUntilChanged());

export function currentConnection(): Connection {
  return state.value;
}

async function isAlive(): Promise<boolean> {
  try {
    return (await fetch('/health/live', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

function waitForService() {
  retry ??= setTimeout(() => {
    retry = undefined;
    void isAlive().then((alive) => {
      if (alive) {
        state.next('ok');
      } else if (state.value === 'unreachable') {
        waitForService();
      }
    });
  }, RETRY_MS);
}

/** Tells what an answer's status says about the service; 0 where there was no answer. */
export function reportStatus(status: number) {
  if (status === 401) {
    state.next('login');
  } else if (status === 0 || status === 502 || status === 503 || status === 504) {
    state.next('unreachable');
    waitForService();
  } else if (state.value === 'unreachable') {
    state.next('ok');
  }
}

/** Shows the log-in form because somebody wants to log in, and puts the page back when they think better of it. */
export function askLogin() {
  state.next('login');
}

export function cancelLogin() {
  state.next('ok');
}
