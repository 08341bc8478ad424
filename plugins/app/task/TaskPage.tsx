import React from 'react';
import { projectLink, projectsLink } from '../../../contract/app-links.ts';
import { Loading } from '../parts/Loading.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';

interface Props {
  project: string;
  tag: string;
  taskId: string;
}

export function TaskPage({ project, taskId }: Props) {
  return (
    <PageFrame
      title={`Task ${taskId}`}
      parents={[
        { text: 'Projects', url: projectsLink() },
        { text: project, url: projectLink(project) },
      ]}
    >
      <Loading />
    </PageFrame>
  );
}
