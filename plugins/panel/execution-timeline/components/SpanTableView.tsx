import React, { useMemo, useState } from 'react';
import type { DataFrame } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { SpanTable } from '../model/span-table.ts';
import { describeSpan } from './describe.ts';
import { Icon } from './Icon.tsx';
import { StatusMark } from './StatusMark.tsx';
import { getStyles } from './styles.ts';

interface Props {
  table: SpanTable;
  frames: readonly DataFrame[];
  timeZone: string;
  now: number;
  resolve: (name: string) => string;
  onSelect: (span: number) => void;
}

const PAGE = 50;

/** Everything the canvas shows, as a table of text in order of time. */
export function SpanTableView({ table, frames, timeZone, now, resolve, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const [wanted, setPage] = useState(0);
  const order = useMemo(() => {
    const all = Uint32Array.from({ length: table.count }, (_, i) => i);
    return all.sort((a, b) => table.start[a]! - table.start[b]! || a - b);
  }, [table]);
  const pages = Math.max(1, Math.ceil(order.length / PAGE));
  const page = Math.min(wanted, pages - 1);
  const first = page * PAGE;
  const last = Math.min(order.length, first + PAGE);
  return (
    <div className={styles.column}>
      {/* Scrollable, so it must be reachable by key. */}
      <div className={styles.tableWrap} tabIndex={0} role="region" aria-label="Table of spans">
        <table className={styles.table}>
          <caption>
            Rows {(first + 1).toLocaleString('en-US')} to {last.toLocaleString('en-US')} of{' '}
            {order.length.toLocaleString('en-US')}, by start time
          </caption>
          <thead>
            <tr>
              {['Name', 'Status', 'Kind', 'Start', 'End', 'Duration', 'Task', 'Attempt', 'Agent', 'Model'].map(
                (head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                )
              )}
            </tr>
          </thead>
          <tbody>
            {Array.from(order.subarray(first, last), (span) => {
              const facts = describeSpan(table, span, frames, timeZone, now);
              return (
                <tr key={span}>
                  <td>
                    <button type="button" className={styles.textButton} onClick={() => onSelect(span)}>
                      {facts.name}
                    </button>
                  </td>
                  <td>
                    <span className={styles.inline}>
                      <StatusMark shape={facts.status.shape} color={resolve(facts.status.color)} />
                      {facts.statusText}
                    </span>
                  </td>
                  <td>{facts.kind}</td>
                  <td>{facts.start}</td>
                  <td>{facts.end}</td>
                  <td>{facts.duration}</td>
                  <td>{facts.task}</td>
                  <td>{facts.attempt > 0 ? facts.attempt : ''}</td>
                  <td>{facts.agent}</td>
                  <td>{facts.model}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className={styles.pager}>
          <button
            type="button"
            className={styles.button}
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
            aria-label="Previous page"
          >
            <Icon name="previous" />
          </button>
          Page {page + 1} of {pages.toLocaleString('en-US')}
          <button
            type="button"
            className={styles.button}
            disabled={page >= pages - 1}
            onClick={() => setPage(page + 1)}
            aria-label="Next page"
          >
            <Icon name="next" />
          </button>
        </div>
      )}
    </div>
  );
}
