import { type JournalEvent } from './events.ts';
import { type Frame } from './frames.ts';

/** Channels a client can listen to: all projects, one project, one run. */
export type LiveChannel = 'projects' | `project/${string}` | `run/${string}`;

/** One message of `/api/v1/live`. `id` only grows; send the last one seen back as `since` to lose nothing. */
export interface LiveMessage {
  id: number;
  channel: LiveChannel;
  type: string;
  /** Epoch milliseconds. */
  at: number;
  data: JournalEvent | Frame;
}

/** New log lines of `/api/v1/live/logs`, the oldest first, in the columns of the query type `logs`. */
export interface LinesMessage {
  id: number;
  channel: 'logs';
  type: 'lines';
  at: number;
  data: Frame;
}

/** Said instead of silence when what a client missed is too old to replay: read the state anew, then go on from `id`. */
export interface ResetMessage {
  id: number;
  type: 'reset';
  at: number;
  data: { reason: string };
}

/**
 * Sent when a client has been brought up to date and every 15 s after that: shows that the connection is alive, and its
 * `id` is a place to resume from even where nothing has happened yet. Clients ignore types they do not know.
 */
export interface HeartbeatMessage {
  id: number;
  type: 'heartbeat';
  at: number;
}
