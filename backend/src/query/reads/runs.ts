import { runRows } from '../runs.ts';
import { rows, Where } from '../sql.ts';
import { usageByAgent, usageByModel, usageByTask, usageOverTime } from '../state/usage.ts';
import { neededText, pageArg, textArg } from './args.ts';
import { type Read } from './index.ts';
import { sessionList } from './sessions.ts';

/** Runs by the names of RUN_COLUMNS, the latest first. */
export const readRuns: Read = (args, context) => {
  const { limit, offset } = pageArg(args, 100, 5000);
  const where = new Where().equal('project', textArg(args, 'project')).equal('source', textArg(args, 'source'));
  return runRows(context, where, limit, offset);
};

/** A run with the tasks something happened to, its sessions and its usage by task, agent, model and over time. */
export const readRun: Read = (args, context) => {
  const id = neededText(args, 'id');
  const [run] = runRows(context, new Where().add('id = ?', id), 1);
  if (!run) {
    return null;
  }
  const { db } = context;
  return {
    ...run,
    tasks: rows(
      db,
      `SELECT tag, task_id AS taskId, (SELECT title FROM tasks t WHERE t.project = x.project AND t.tag = x.tag AND t.task_id = x.task_id) AS title,
         max(at) AS lastAt, count(*) AS transitions,
         (SELECT to_status FROM transitions y WHERE y.run = x.run AND y.project = x.project AND y.tag = x.tag AND y.task_id = x.task_id
          ORDER BY at DESC, seq DESC LIMIT 1) AS status
       FROM transitions x WHERE run = ? AND initial = 0 GROUP BY project, tag, task_id ORDER BY lastAt DESC LIMIT 1000`,
      id
    ),
    sessions: sessionList(db, new Where().add('run = ?', id), { limit: 200, offset: 0 }),
    usageByModel: usageByModel(db, "run = ? AND run <> ''", id),
    usageByTask: usageByTask(db, id, 500),
    usageByAgent: usageByAgent(db, id),
    usageOverTime: usageOverTime(db, id),
  };
};
