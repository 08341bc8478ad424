import { type JournalEvent } from '#contract/events.ts';

export type Apply = (event: JournalEvent) => void;

/**
 * One table or a few, made of events alone: replaying all events in order of `seq` gives the same rows, however they were
 * cut into transactions. Whatever a projection computes at `flush` must therefore follow from the rows, not from when it runs.
 */
export interface Projection {
  /** Called for every event, before `on`. */
  every?: Apply;
  on?: Readonly<Record<string, Apply>>;
  /** Before the commit. */
  flush?: () => void;
  /** After a rollback, or when rows were changed behind its back. */
  forget?: () => void;
}
