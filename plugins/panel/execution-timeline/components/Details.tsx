import React, { useEffect, useRef } from 'react';
import type { DataFrame } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { cx } from '@emotion/css';
import type { TimelineStore } from '../view/store.ts';
import { describeSpan, extrasOf, labelOf, linksOf } from './describe.ts';
import { Icon } from './Icon.tsx';
import { StatusMark } from './StatusMark.tsx';
import { getStyles } from './styles.ts';

interface Props {
  store: TimelineStore;
  span: number;
  frames: readonly DataFrame[];
  timeZone: string;
  narrow: boolean;
  resolve: (name: string) => string;
  onClose: () => void;
}

/** All that is known of one span, with its data links and the way to what it depends on. */
export function Details({ store, span, frames, timeZone, narrow, resolve, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const body = useRef<HTMLDivElement>(null);
  const table = store.data.timeline!.table;
  const facts = describeSpan(table, span, frames, timeZone, store.now());
  const links = linksOf(table, span, frames);
  const dependencies = store.data.dependencies();
  // A link of a trace says that one came of the other, not that it waited.
  const isTrace = store.data.shape === 'trace';
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [span]);
  const label = (name: string, usual: string) => labelOf(table, span, frames, name, usual);
  const rows: Array<[string, React.ReactNode]> = [
    ['Start', facts.start],
    ['End', facts.end],
    ['Duration', facts.duration],
    [label('taskId', 'Task'), facts.task],
    [label('attempt', 'Attempt'), facts.attempt > 0 ? String(facts.attempt) : ''],
    [label('agent', 'Agent'), facts.agent],
    [label('model', 'Model'), facts.model],
  ];
  const extras = extrasOf(table, span, frames);
  return (
    <aside
      className={cx(styles.details, narrow && styles.sheet)}
      aria-label={`Details of ${facts.name}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <div className={styles.detailsHead}>
        <h3>{facts.name}</h3>
        <button
          type="button"
          className={styles.button}
          onClick={onClose}
          aria-label="Close details"
          title="Close (Esc)"
        >
          <Icon name="close" />
        </button>
      </div>
      {/* Scrollable, so it must be reachable by key. */}
      <div className={styles.detailsBody} ref={body} tabIndex={0} role="region" aria-label="Facts">
        <dl className={styles.list}>
          <dt>{facts.kind}</dt>
          <dd className={styles.inline}>
            <StatusMark shape={facts.status.shape} color={resolve(facts.status.color)} />
            {facts.statusText}
          </dd>
          {rows.map(([label, value]) =>
            value === '' ? null : (
              <React.Fragment key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </React.Fragment>
            )
          )}
        </dl>
        <div className={styles.linkRow}>
          <button
            type="button"
            className={styles.bordered}
            onClick={() => store.zoomToTimes(table.start[span]!, Math.min(table.end[span]!, store.now()))}
          >
            Zoom to it
          </button>
          {links.map((link, i) => (
            <a
              key={i}
              className={styles.bordered}
              href={link.href}
              target={link.target ?? '_self'}
              rel={link.target === '_blank' ? 'noopener noreferrer' : undefined}
              onClick={link.onClick}
            >
              {link.title || link.href} <Icon name="link" />
            </a>
          ))}
        </div>
        <Neighbours
          title={isTrace ? 'Links to' : 'Waits for'}
          spans={dependencies?.before.get(span)}
          store={store}
          resolve={resolve}
        />
        <Neighbours
          title={isTrace ? 'Linked from' : 'Waited for by'}
          spans={dependencies?.after.get(span)}
          store={store}
          resolve={resolve}
        />
        {extras.length > 0 && (
          <>
            <h4 className={styles.heading}>Attributes</h4>
            <dl className={styles.list}>
              {extras.map((extra, i) => (
                <React.Fragment key={i}>
                  <dt>{extra.label}</dt>
                  <dd>{extra.value}</dd>
                </React.Fragment>
              ))}
            </dl>
          </>
        )}
      </div>
    </aside>
  );
}

interface NeighboursProps {
  title: string;
  spans: number[] | undefined;
  store: TimelineStore;
  resolve: (name: string) => string;
}

function Neighbours({ title, spans, store, resolve }: NeighboursProps) {
  const styles = useStyles2(getStyles);
  if (!spans || spans.length === 0) {
    return null;
  }
  const table = store.data.timeline!.table;
  return (
    <>
      <h4 className={styles.heading}>{title}</h4>
      <div className={styles.linkRow}>
        {spans.slice(0, 100).map((span) => {
          const { name, status, task } = describeSpan(table, span, [], 'utc', store.now());
          return (
            <button key={span} type="button" className={styles.bordered} onClick={() => store.reveal(span)}>
              <StatusMark shape={status.shape} color={resolve(status.color)} />
              {task === '' || name.startsWith(task) ? name : `${task}  ${name}`}
            </button>
          );
        })}
      </div>
    </>
  );
}
