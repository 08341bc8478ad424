import React from 'react';
import { projectsLink } from '../../../contract/app-links.ts';
import { Loading } from '../parts/Loading.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';

interface Props {
  project: string;
  /** Absent: the project's newest run, live. */
  run?: string;
}

export function RunPage({ project, run }: Props) {
  return (
    <PageFrame title={run ?? project} parents={[{ text: 'Projects', url: projectsLink() }]}>
      <Loading />
    </PageFrame>
  );
}
