import { type FrameMeta, type Notice } from '#contract/frames.ts';

/** Said on a frame that shows less than there is. Of what is listed from one end on, that is no fault. */
export function limitNotice(shown: number, what: string, total?: number, which = 'first'): Notice {
  const of = total === undefined ? `the ${which} ${shown} ${what}` : `${shown} of ${total} ${what}`;
  return {
    severity: total === undefined ? 'info' : 'warning',
    text: `Showing ${of}. Narrow the query or raise its limit to see the rest.`,
  };
}

/** Meta with notices only where there are any. */
export function withNotices(meta: FrameMeta, notices: readonly Notice[]): FrameMeta | undefined {
  const all = notices.length > 0 ? { ...meta, notices: [...notices] } : meta;
  return Object.keys(all).length > 0 ? all : undefined;
}

/** Rows up to the limit, with a notice where there were more. */
export function cut<T>(rows: T[], limit: number, what: string): { rows: T[]; notices: Notice[] } {
  return rows.length > limit
    ? { rows: rows.slice(0, limit), notices: [limitNotice(limit, what, rows.length)] }
    : { rows, notices: [] };
}
