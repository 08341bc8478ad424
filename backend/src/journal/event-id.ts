import { monotonicFactory } from 'ulid';

/** A unique id that sorts by time of making: neighbours in time are neighbours in the index. */
export const eventId: () => string = monotonicFactory();
