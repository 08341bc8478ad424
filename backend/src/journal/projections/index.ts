import { type DatabaseSync } from 'node:sqlite';
import { type JournalEvent } from '#contract/events.ts';
import { agentsProjection } from './agents.ts';
import { apiErrorsProjection } from './api-errors.ts';
import { attemptsProjection } from './attempts.ts';
import { attributionsProjection } from './attributions.ts';
import { dirtySessions } from './dirty-sessions.ts';
import { evidenceProjection } from './evidence.ts';
import { importsProjection, problemsProjection } from './inputs.ts';
import { lateProject } from './late-project.ts';
import { progressMarks } from './progress-marks.ts';
import { projectRows, type ProjectRows, projectsProjection } from './projects.ts';
import { runRows, type RunRows, runsProjection } from './runs.ts';
import { sessionRows, type SessionRows } from './session-rows.ts';
import { sessionsProjection } from './sessions.ts';
import { soleTasksProjection } from './sole-tasks.ts';
import { tagFinder } from './tag-finder.ts';
import { type TaskRows, taskRows } from './task-rows.ts';
import { taskActivity, tasksProjection } from './tasks.ts';
import { toolCallsProjection } from './tool-calls.ts';
import { transitionsProjection } from './transitions.ts';
import { type Apply, type Projection } from './types.ts';
import { usageProjection } from './usage.ts';

export interface Projections {
  projects: ProjectRows;
  runs: RunRows;
  sessions: SessionRows;
  tasks: TaskRows;
  /** Tag of a task event that names none. */
  tagOf(project: string): string;
  apply(event: JournalEvent): void;
  /** Before the commit. */
  flush(): void;
  /** After a rollback. */
  forget(): void;
}

/** All projections over one connection, their statements prepared once. */
export function openProjections(db: DatabaseSync): Projections {
  const projects = projectRows(db);
  const runs = runRows(db);
  const sessions = sessionRows(db);
  const tasks = taskRows(db);
  const marks = progressMarks(db);
  const dirty = dirtySessions();
  const tagOf = tagFinder(db, projects);

  // Order matters: rows before what counts on them; at flush, rows before the SQL that reads them.
  const all: Projection[] = [
    projectsProjection(projects),
    runsProjection(runs, projects),
    sessionsProjection(sessions, dirty, lateProject(db, tagOf)),
    tasksProjection(db, tasks, marks),
    taskActivity(tasks),
    transitionsProjection(db),
    attemptsProjection(db, tasks),
    agentsProjection(db),
    toolCallsProjection(db, sessions),
    evidenceProjection(db, dirty),
    usageProjection(db, sessions, dirty),
    apiErrorsProjection(db, sessions),
    problemsProjection(db),
    importsProjection(db),
    soleTasksProjection(db, marks, dirty),
    attributionsProjection(db, sessions, dirty),
  ];
  const byType = new Map<string, Apply[]>();
  const handlersOf = (type: string): Apply[] => {
    const handlers = all.flatMap((projection) => [projection.every, projection.on?.[type]]).filter((apply) => !!apply);
    if (byType.size < 1000) {
      byType.set(type, handlers);
    }
    return handlers;
  };

  return {
    projects,
    runs,
    sessions,
    tasks,
    tagOf,
    apply(event) {
      for (const apply of byType.get(event.type) ?? handlersOf(event.type)) {
        apply(event);
      }
    },
    flush() {
      for (const projection of all) {
        projection.flush?.();
      }
    },
    forget() {
      for (const projection of all) {
        projection.forget?.();
      }
    },
  };
}
