import { type TaskDefinition } from '#contract/events.ts';
import { rows } from '../sql.ts';
import { neededText } from './args.ts';
import { type Read } from './index.ts';

interface Row {
  tag: string;
  status: string;
  raw_status: string | null;
  definition: string;
}

/** All tasks of a project as the journal last knew them: what the follower of its file compares with after a restart. */
export const readSnapshot: Read = (args, { db }) =>
  rows<Row>(
    db,
    'SELECT tag, status, raw_status, definition FROM tasks WHERE project = ? AND removed_at IS NULL ORDER BY tag, position',
    neededText(args, 'project')
  ).map(({ tag, status, raw_status: raw, definition }) => {
    const task = JSON.parse(definition) as TaskDefinition;
    // The status may have changed since the definition was written.
    return { tag, task: { ...task, status, ...(raw === null ? {} : { rawStatus: raw }) } };
  });
