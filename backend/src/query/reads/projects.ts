import { fillProject, projectRows } from '../projects.ts';
import { rows } from '../sql.ts';
import { statusRows } from '../status.ts';
import { neededText, pageArg } from './args.ts';
import { type Read } from './index.ts';

/** Projects with their counts, the one with the latest activity first. */
export const readProjects: Read = (args, context) => {
  const { limit, offset } = pageArg(args, 1000, 1000);
  return projectRows(context)
    .slice(offset, offset + limit)
    .map((project) => fillProject(project, context));
};

/** A project with the status of its current tag. */
export const readProject: Read = async (args, context) => {
  const [project] = projectRows(context, neededText(args, 'id'));
  if (!project) {
    return null;
  }
  const [status] = await statusRows({ project: project.id }, context);
  return { ...fillProject(project, context), status: status ?? null };
};

/** Inputs that cannot be read now, of one project or of all. */
export const readProblems: Read = (args, { db }) => {
  const project = args['project'] === undefined ? undefined : neededText(args, 'project');
  return rows(
    db,
    `SELECT project, input, problem, line, since FROM problems${project ? ' WHERE project = ?' : ''} ORDER BY since`,
    ...(project ? [project] : [])
  );
};
