import { encodeChannel, fitsChannel } from '../../../contract/channel-path.ts';
import { runOf } from '../query/run-of.ts';

/** Path of the channel that tells when a query's answer changes: of its run, its project, or of everything. */
export function livePath(uid: string, query: Record<string, unknown>): string {
  const run = runOf(query);
  const { project } = query;
  const named = run ? `run/${run}` : typeof project === 'string' ? `project/${project}` : undefined;
  const path = named === undefined ? undefined : encodeChannel(named);
  // An id too long for Grafana's channel names is followed by everything's channel: more messages, the same answers.
  return path !== undefined && fitsChannel(uid, path) ? path : 'projects';
}
