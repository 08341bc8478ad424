import { CHECKPOINT_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { type Handler } from './handler.ts';
import { projectOf } from './scope.ts';

/** No checkpoints are taken yet: the table has its columns and no rows. */
export const answerCheckpoints: Handler<'checkpoints'> = ({ query }, { db }) => {
  projectOf(db, query);
  return [buildFrame('checkpoints', CHECKPOINT_COLUMNS, [])];
};
