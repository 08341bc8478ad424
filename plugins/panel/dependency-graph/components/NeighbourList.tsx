import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { displayText } from '../model/describe.ts';
import type { GraphEdge, GraphModel, GraphNode } from '../model/types.ts';

/** Neighbours listed before the rest is only counted. */
const MOST = 30;

/** What a task depends on and what depends on it, each a way there. */
export function NeighbourList({
  model,
  node,
  onGo,
}: {
  model: GraphModel;
  node: GraphNode;
  onGo: (index: number) => void;
}) {
  const { before, after } = useMemo(() => {
    const into = model.edges.filter((edge) => edge.target === node.index);
    const out = model.edges.filter((edge) => edge.source === node.index);
    return { before: into, after: out };
  }, [model, node.index]);
  return (
    <>
      <Side title="Depends on" edges={before} end="source" model={model} onGo={onGo} />
      <Side title="Needed by" edges={after} end="target" model={model} onGo={onGo} />
    </>
  );
}

interface SideProps {
  title: string;
  edges: GraphEdge[];
  end: 'source' | 'target';
  model: GraphModel;
  onGo: (index: number) => void;
}

function Side({ title, edges, end, model, onGo }: SideProps) {
  const styles = useStyles2(getStyles);
  if (edges.length === 0) {
    return null;
  }
  return (
    <section>
      <h5 className={styles.title}>
        {title} <span className={styles.quiet}>{edges.length}</span>
      </h5>
      <ul className={styles.list}>
        {edges.slice(0, MOST).map((edge) => {
          const other = model.nodes[edge[end]];
          const columns = model.edgeColumns[edge.frame];
          const stats = [columns?.mainstat, columns?.secondarystat, ...(columns?.details ?? [])]
            .map((field) => displayText(field, edge.row))
            .filter((text) => text !== '');
          const remarks = [...stats, edge.inCycle ? 'in a circle' : '', edge.resolved ? '' : 'unresolved'].filter(
            Boolean
          );
          return other === undefined ? null : (
            <li key={edge.index}>
              <button type="button" className={styles.go} onClick={() => onGo(other.index)}>
                {other.status !== null && <StatusMark status={other.status} size={14} />}
                <span className={styles.name}>{other.title}</span>
                {remarks.length > 0 && <span className={styles.quiet}>{remarks.join(' · ')}</span>}
              </button>
            </li>
          );
        })}
        {edges.length > MOST && <li className={styles.quiet}>… and {edges.length - MOST} more</li>}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ margin: theme.spacing(1, 0, 0.25), fontSize: theme.typography.bodySmall.fontSize }),
  list: css({ listStyle: 'none' }),
  go: css({
    display: 'flex',
    width: '100%',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    minHeight: 28,
    padding: theme.spacing(0.25, 0.5),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'none',
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
  name: css({ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  quiet: css({ color: theme.colors.text.secondary, fontWeight: 'normal' }),
});
