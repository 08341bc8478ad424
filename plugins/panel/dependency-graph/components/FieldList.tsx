import React from 'react';
import { css } from '@emotion/css';
import type { Field, GrafanaTheme2, LinkModel } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Palette } from '../draw/palette.ts';
import { displayText, fieldLabel } from '../model/describe.ts';
import type { GraphModel, GraphNode, NodeColumns } from '../model/types.ts';

/** The numbers, detail fields and data links of one node, each as its field is configured to be shown. */
export function FieldList({ model, node, palette }: { model: GraphModel; node: GraphNode; palette: Palette }) {
  const styles = useStyles2(getStyles);
  const columns = model.nodeColumns[node.source];
  if (columns === undefined) {
    return null;
  }
  const rows = [columns.mainstat, columns.secondarystat, columns.progress, ...columns.details].flatMap((field) => {
    const text =
      field === undefined ? '' : field === columns.progress ? progressText(field, node) : displayText(field, node.row);
    return field === undefined || text === '' ? [] : [{ field, text }];
  });
  const links = linksOf(columns, node.row);
  return (
    <>
      {rows.length + columns.arcs.length > 0 && (
        <dl className={styles.list}>
          {rows.map(({ field, text }) => (
            <React.Fragment key={field.name}>
              <dt>{fieldLabel(field)}</dt>
              <dd style={{ color: colorOf(field, node.row) }}>{text}</dd>
            </React.Fragment>
          ))}
          {columns.arcs.map((arc, at) => (
            <React.Fragment key={arc.label}>
              <dt>
                <span className={styles.swatch} style={{ background: palette.named(arc.color) }} />
                {fieldLabel(arc.field)}
              </dt>
              <dd>
                {arc.field.config.unit === undefined ? percent(node.arcs[at] ?? 0) : displayText(arc.field, node.row)}
              </dd>
            </React.Fragment>
          ))}
        </dl>
      )}
      {links.length > 0 && (
        <ul className={styles.links}>
          {links.map((link) => (
            <li key={`${link.title} ${link.href}`}>
              <a
                href={link.href}
                target={link.target ?? '_self'}
                rel="noopener noreferrer"
                onClick={link.onClick === undefined ? undefined : (event) => link.onClick?.(event)}
              >
                {link.title}
                {link.target === '_blank' && <Icon name="external-link-alt" size="xs" />}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function progressText(field: Field, node: GraphNode): string {
  return node.progress === null
    ? ''
    : field.config.unit === undefined
      ? percent(node.progress)
      : displayText(field, node.row);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Only a colour the user configured; the processor's default would paint every number green. */
function colorOf(field: Field, row: number): string | undefined {
  const steps = field.config.thresholds?.steps ?? [];
  // Grafana gives every field these two where nothing was configured.
  const standard = steps.length === 2 && steps[1]?.value === 80 && steps[1].color === 'red';
  const wanted = (field.config.mappings?.length ?? 0) > 0 || (steps.length > 1 && !standard);
  return wanted ? field.display?.(field.values[row]).color : undefined;
}

/** Links of every field of the row, each once. */
function linksOf(columns: NodeColumns, row: number): LinkModel[] {
  const fields = [
    columns.id,
    columns.title,
    columns.subtitle,
    columns.mainstat,
    columns.secondarystat,
    columns.status,
    ...columns.details,
    ...columns.arcs.map((arc) => arc.field),
  ];
  const found = new Map<string, LinkModel>();
  for (const field of fields) {
    for (const link of field?.getLinks?.({ valueRowIndex: row }) ?? []) {
      found.set(`${link.title} ${link.href}`, link);
    }
  }
  return [...found.values()];
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, auto) 1fr',
    gap: theme.spacing(0.5, 1.5),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, textAlign: 'right', overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
  }),
  swatch: css({ display: 'inline-block', width: 10, height: 10, borderRadius: 2, marginRight: 6 }),
  links: css({
    listStyle: 'none',
    a: { color: theme.colors.text.link, display: 'inline-flex', alignItems: 'center', gap: 4, minHeight: 24 },
    '@media (pointer: coarse)': { a: { minHeight: 44 } },
  }),
});
