import { config } from '@grafana/runtime';
import { isStandalone } from './host.ts';

export interface Role {
  name: 'Viewer' | 'Editor' | 'Admin';
  /** May stop, resume, override: Editors and Admins; on the stand-alone page whoever has logged in (it asks when needed). */
  canControl: boolean;
  /** May change the app's settings: Grafana's Admins. */
  canConfigure: boolean;
}

/** What this user may do. Only what is offered: the service and Grafana check it themselves. */
export function useRole(): Role {
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  if (isStandalone()) {
    return { name: 'Editor', canControl: true, canConfigure: false };
  }
  const name = isGrafanaAdmin || orgRole === 'Admin' ? 'Admin' : orgRole === 'Editor' ? 'Editor' : 'Viewer';
  return { name, canControl: name !== 'Viewer', canConfigure: name === 'Admin' };
}
