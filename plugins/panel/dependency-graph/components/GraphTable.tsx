import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import type { Folding } from '../hooks/useFolding.ts';
import { displayText, fieldLabel, shortName, statusLabel, waitsFor } from '../model/describe.ts';
import type { GraphModel, GraphNode } from '../model/types.ts';

const PAGE = 50;

interface GraphTableProps {
  model: GraphModel;
  folding: Folding;
  /** Model indices the search found; null without a search. */
  only: number[] | null;
  onShow: (index: number) => void;
}

/** The same tasks as a table, a page at a time: for screen readers, for copying, and for whoever prefers it. */
export function GraphTable({ model, folding, only, onShow }: GraphTableProps) {
  const styles = useStyles2(getStyles);
  const [page, setPage] = useState(0);
  const shown = useMemo(() => {
    const among = only ?? model.nodes.map((node) => node.index);
    return among.filter((index) => (folding.graph.shownAs[index] ?? -1) >= 0);
  }, [model, only, folding.graph]);
  const needs = useMemo(() => {
    const into = new Map<number, number[]>();
    for (const edge of model.edges) {
      into.set(edge.target, [...(into.get(edge.target) ?? []), edge.source]);
    }
    return into;
  }, [model]);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const at = Math.min(page, pages - 1);
  const columns = model.nodeColumns[0];
  const extra = [columns?.mainstat, columns?.secondarystat].flatMap((field) => field ?? []);
  return (
    <div className={styles.root}>
      {/* Focusable, so that the keyboard can scroll it. */}
      <div className={styles.scroll} role="region" aria-label="Tasks" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Task</th>
              {model.hasStatus && <th scope="col">Status</th>}
              <th scope="col">Depends on</th>
              {model.hasStatus && <th scope="col">Remarks</th>}
              {extra.map((field) => (
                <th key={field.name} scope="col">
                  {fieldLabel(field)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(at * PAGE, (at + 1) * PAGE).map((index) => {
              const node = model.nodes[index] as GraphNode;
              const own = model.nodeColumns[node.source];
              return (
                <tr key={node.id}>
                  <th scope="row">
                    <button
                      type="button"
                      className={styles.name}
                      onClick={() => onShow(index)}
                      title="Show in the graph"
                    >
                      {node.title}
                    </button>
                    {node.title !== node.id && <span className={styles.quiet}>{node.subtitle || node.id}</span>}
                  </th>
                  {model.hasStatus && (
                    <td>
                      <span className={styles.status}>
                        {node.status !== null && <StatusMark status={node.status} size={14} />}
                        {statusLabel(model, node)}
                      </span>
                    </td>
                  )}
                  <td>
                    {(needs.get(index) ?? [])
                      .slice(0, 12)
                      .map((source) => shortName(model, model.nodes[source]?.id ?? ''))
                      .join(', ')}
                  </td>
                  {model.hasStatus && <td>{remarks(model, node)}</td>}
                  {extra.map((field, column) => (
                    <td key={field.name}>
                      {displayText(column === 0 ? (own?.mainstat ?? field) : own?.secondarystat, node.row)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className={styles.pages}>
        <Button size="sm" variant="secondary" disabled={at === 0} onClick={() => setPage(at - 1)}>
          Previous
        </Button>
        <span aria-live="polite">
          {shown.length === 0
            ? 'No tasks match'
            : `${at * PAGE + 1}–${Math.min(shown.length, (at + 1) * PAGE)} of ${shown.length.toLocaleString('en-US')}`}
        </span>
        <Button size="sm" variant="secondary" disabled={at >= pages - 1} onClick={() => setPage(at + 1)}>
          Next
        </Button>
      </div>
    </div>
  );
}

function remarks(model: GraphModel, node: GraphNode): string {
  return [
    node.ready ? 'Ready' : '',
    waitsFor(model, node),
    node.critical ? 'Critical' : '',
    node.progress !== null && node.progress > 0 && node.progress < 1 ? `${Math.round(node.progress * 100)}%` : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }),
  scroll: css({ flex: 1, minHeight: 0, overflow: 'auto' }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'normal',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      minWidth: 90,
    },
    'thead th': {
      position: 'sticky',
      top: 0,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  name: css({
    display: 'block',
    padding: 0,
    border: 'none',
    background: 'none',
    textAlign: 'left',
    color: theme.colors.text.link,
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
  quiet: css({ color: theme.colors.text.secondary }),
  status: css({ display: 'inline-flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }),
  pages: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(2),
    paddingTop: theme.spacing(1),
  }),
});
