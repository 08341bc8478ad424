import React from 'react';
import { projectsLink } from '../../../contract/app-links.ts';
import { isStandalone } from '../data/host.ts';
import { useRole } from '../data/use-role.ts';
import { Empty } from '../parts/Empty.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';
import { GrafanaConfiguration } from './GrafanaConfiguration.tsx';
import { PageConfiguration } from './PageConfiguration.tsx';

/** What may be set here, by whom. */
export function Configuration() {
  const { canConfigure } = useRole();
  if (isStandalone()) {
    return <PageConfiguration />;
  }
  return canConfigure ? (
    <GrafanaConfiguration />
  ) : (
    <Empty
      icon="lock"
      title="Admins configure"
      text="Where the service is and which tokens it takes is set by an Admin of this Grafana organisation. Ask one if something is missing."
      to={projectsLink()}
      action="All projects"
    />
  );
}

export function ConfigurationPage() {
  return (
    <PageFrame title="Configuration" inNavigation>
      <Configuration />
    </PageFrame>
  );
}
