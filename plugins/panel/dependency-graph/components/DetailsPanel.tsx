import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, IconButton, useStyles2 } from '@grafana/ui';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import type { Palette } from '../draw/palette.ts';
import type { Folding } from '../hooks/useFolding.ts';
import type { Selection } from '../hooks/useSelection.ts';
import { nodeSentence, statusLabel, waitsFor } from '../model/describe.ts';
import type { Lit } from '../model/neighbourhood.ts';
import type { GraphModel, GraphNode } from '../model/types.ts';
import { FieldList } from './FieldList.tsx';
import { NeighbourList } from './NeighbourList.tsx';

interface DetailsPanelProps {
  model: GraphModel;
  folding: Folding;
  selection: Selection;
  /** At the lower end instead of beside the picture. */
  sheet: boolean;
  lit: Lit | null;
  palette: Palette;
}

/** Everything known about the selected task, with links and a way to its neighbours. */
export function DetailsPanel({ model, folding, selection, sheet, lit, palette }: DetailsPanelProps) {
  const styles = useStyles2(getStyles);
  const key = selection.selected ?? '';
  const shown = folding.graph.nodes.find((node) => node.key === key);
  const node = model.nodes[shown?.node ?? model.byId.get(key) ?? -1];
  const title = node?.title ?? (shown === undefined ? 'No longer there' : `${shown.members.length} finished tasks`);
  const peek = !selection.open;
  const toggle = shown?.expandable === true ? (shown.node < 0 ? folding.openFold : folding.toggleNode) : null;
  return (
    <aside
      className={cx(styles.panel, sheet && styles.sheet, peek && styles.peek)}
      aria-label={`Details: ${title}`}
      data-testid="dependency-graph-details"
      onKeyDown={(event) => event.key === 'Escape' && selection.select(null)}
    >
      <header className={styles.head}>
        {node !== undefined && node.status !== null && (
          <StatusMark
            status={node.status}
            color={node.color === null ? undefined : palette.named(node.color)}
            size={20}
          />
        )}
        <div className={styles.title}>
          <h4>{title}</h4>
          {node !== undefined && <HeadLine model={model} node={node} />}
        </div>
        <IconButton name="times" size="lg" aria-label="Close details" onClick={() => selection.select(null)} />
      </header>
      {peek ? (
        <Button variant="secondary" fullWidth onClick={() => selection.select(key, true)}>
          Details
        </Button>
      ) : (
        <div className={styles.body}>
          {lit !== null && (
            <p className={styles.quiet}>
              {lit.up === 0 ? 'Depends on nothing' : `Depends on ${lit.up}`}
              {' · '}
              {lit.down === 0 ? 'nothing waits for it' : `${lit.down} ${lit.down === 1 ? 'waits' : 'wait'} for it`},
              near and far
            </p>
          )}
          {toggle !== null && shown !== undefined && (
            <Button variant="secondary" size="sm" onClick={() => toggle(shown.key)}>
              {shown.node < 0 ? 'Unfold' : shown.expanded ? 'Fold subtasks' : 'Unfold subtasks'}
            </Button>
          )}
          {node !== undefined && <FieldList model={model} node={node} palette={palette} />}
          {node !== undefined && <NeighbourList model={model} node={node} onGo={selection.goTo} />}
          {node === undefined && shown !== undefined && (
            <ul className={styles.members}>
              {shown.members.slice(0, 100).map((index) => (
                <li key={index}>{nodeSentence(model, model.nodes[index] as GraphNode)}</li>
              ))}
              {shown.members.length > 100 && <li>… and {shown.members.length - 100} more</li>}
            </ul>
          )}
        </div>
      )}
    </aside>
  );
}

function HeadLine({ model, node }: { model: GraphModel; node: GraphNode }) {
  const styles = useStyles2(getStyles);
  const waits = waitsFor(model, node, 8);
  const facts = [
    node.title === node.id ? '' : node.id,
    statusLabel(model, node),
    node.ready ? 'Ready to start' : '',
    node.critical ? 'On the critical chain' : '',
    node.ghost ? 'Named by an edge, but not in the data' : '',
  ].filter((text) => text !== '');
  return (
    <>
      <div className={styles.quiet}>{facts.join(' · ')}</div>
      {waits !== '' && <div className={styles.waits}>{waits}</div>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    flex: 'none',
    width: 300,
    marginLeft: theme.spacing(1),
    display: 'flex',
    flexDirection: 'column',
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  sheet: css({
    position: 'absolute',
    left: 0,
    right: 0,
    bottom: 0,
    width: 'auto',
    margin: 0,
    maxHeight: '72%',
    boxShadow: theme.shadows.z3,
    '& button': { minHeight: 44, minWidth: 44 },
  }),
  peek: css({ '& > button': { borderRadius: 0 } }),
  head: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 1, 1, 1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({ flex: 1, minWidth: 0, overflowWrap: 'anywhere', h4: { margin: 0, fontSize: 14, lineHeight: '20px' } }),
  body: css({
    overflowY: 'auto',
    minHeight: 0,
    padding: theme.spacing(1, 1.5, 1.5),
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: theme.spacing(1),
  }),
  quiet: css({ color: theme.colors.text.secondary, margin: 0 }),
  waits: css({ color: theme.colors.warning.text }),
  members: css({ listStyle: 'none', overflowWrap: 'anywhere', li: { padding: theme.spacing(0.25, 0) } }),
});
