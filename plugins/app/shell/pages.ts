import { lazy } from 'react';

/** Each page is a file of its own, fetched when it is first opened. */
export const ProjectsPage = lazy(async () => ({
  default: (await import('../projects/ProjectsPage.tsx')).ProjectsPage,
}));
export const RunPage = lazy(async () => ({ default: (await import('../run/RunPage.tsx')).RunPage }));
export const TaskPage = lazy(async () => ({ default: (await import('../task/TaskPage.tsx')).TaskPage }));
export const SetUpPage = lazy(async () => ({ default: (await import('../set-up/SetUpPage.tsx')).SetUpPage }));
export const ConfigurationPage = lazy(async () => ({
  default: (await import('../configuration/ConfigurationPage.tsx')).ConfigurationPage,
}));
