import { config } from '@grafana/runtime';
import { isStandalone } from './host.ts';
import { useLookup } from './use-lookup.ts';

export interface Role {
  name: 'Viewer' | 'Editor' | 'Admin';
  /** May stop, resume, override: Editors and Admins; on the stand-alone page whoever has logged in. */
  canControl: boolean;
  /** On the stand-alone page: logging in would allow it. What needs it may be offered; the log-in is asked for then. */
  canLogIn: boolean;
  /** May change the app's settings: Grafana's Admins. */
  canConfigure: boolean;
}

/** What this user may do. Only what is offered: the service and Grafana check it themselves. */
export function useRole(): Role {
  const standalone = isStandalone();
  const rights = useLookup<{ control: boolean }>(standalone ? 'login' : undefined);
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  if (standalone) {
    const canControl = rights.data?.control === true;
    return { name: canControl ? 'Editor' : 'Viewer', canControl, canLogIn: !canControl, canConfigure: false };
  }
  const name = isGrafanaAdmin || orgRole === 'Admin' ? 'Admin' : orgRole === 'Editor' ? 'Editor' : 'Viewer';
  return { name, canControl: name !== 'Viewer', canLogIn: false, canConfigure: name === 'Admin' };
}
