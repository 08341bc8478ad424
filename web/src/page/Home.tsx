import React from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { projectLink, projectsLink } from '../../../contract/app-links.ts';
import { Notice } from './Notice.tsx';
import { useLoaded } from './use-loaded.ts';

interface ProjectRow {
  id: string;
  tasks: number;
}

/** The only project with tasks, or the list of all: what a reader would choose first. */
export function landing(projects: ProjectRow[]): string {
  const withTasks = projects.filter(({ tasks }) => tasks > 0);
  return withTasks.length === 1 && withTasks[0] ? projectLink(withTasks[0].id) : projectsLink();
}

async function findLanding(): Promise<string> {
  const answer = await fetch('/api/v1/projects', { headers: { accept: 'application/json' } }).catch(() => undefined);
  // A list that cannot be read is the app's to explain: it has the sentence and asks again.
  return answer?.ok ? landing((await answer.json()) as ProjectRow[]) : projectsLink();
}

/** `/`: leads on to where the work is. */
export function Home() {
  const { search } = useLocation();
  const [result] = useLoaded('home', findLanding);
  return result.state === 'ready' ? <Navigate to={`${result.value}${search}`} replace /> : <Notice title="Loading …" />;
}
