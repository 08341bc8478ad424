import { sql as initial } from './0001-initial.ts';

/** In order; the place in the list plus one is the number a database of that version carries in `user_version`. Only ever append. */
export const MIGRATIONS: readonly string[] = [initial];
