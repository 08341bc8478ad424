import { setTimeout as sleep } from 'node:timers/promises';

const PROJECTS = 10;
const MINUTE = 60_000;

/** Ten projects with an agent at work on each, and a minute of the service's own series about them. */
export async function fillForRules(url: URL): Promise<void> {
  for (let at = 0; at < PROJECTS; at += 1) {
    await send(url, projectEvents(`bench-${at}`, Date.now()));
  }
  await sleep(40_000);
}

async function send(url: URL, events: unknown[]): Promise<void> {
  const response = await fetch(new URL('/api/v1/events', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  if (!response.ok) {
    throw new Error(`The service answered ${response.status} to events`);
  }
}

function projectEvents(project: string, now: number): unknown[] {
  const session = `session-${project}`;
  const of = (minutesAgo: number) => ({ project, tag: 'master', at: now - minutesAgo * MINUTE });
  const tasks = Array.from({ length: 20 }, (_, index) => {
    const taskId = String(index + 1);
    const task = { taskId, position: index, title: `Task ${taskId}`, status: 'pending', dependencies: [] };
    return [
      { ...of(50), taskId, type: 'task.added', data: { task } },
      { ...of(50), taskId, type: 'task.status', data: { to: 'pending', initial: true } },
    ];
  }).flat();
  const calls = Array.from({ length: 60 }, (_, index) => ({
    project,
    session,
    at: now - index * 1000,
    type: 'tool.ended',
    data: { toolUseId: `${project}-${index}`, tool: 'Bash', success: index % 30 !== 0 },
  }));
  return [
    { ...of(60), type: 'project.added', data: { name: project, path: `/nowhere/${project}`, currentTag: 'master' } },
    ...tasks,
    { ...of(45), session, type: 'session.started', data: { agentName: 'agent' } },
    { ...of(44), taskId: '1', session, type: 'task.status', data: { from: 'pending', to: 'in-progress' } },
    ...calls,
  ];
}
