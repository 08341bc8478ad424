import type { Field } from '@grafana/data';
import { STATUS_STYLES } from '../../../shared/status.ts';
import type { GraphModel, GraphNode } from './types.ts';

/** A cell as the user configured it to read: units, decimals and value mappings of the field applied. */
export function displayText(field: Field | undefined, row: number): string {
  const value: unknown = field?.values[row];
  if (field === undefined || value === null || value === undefined || value === '' || Number.isNaN(value)) {
    return '';
  }
  if (field.display !== undefined) {
    const shown = field.display(value);
    return `${shown.prefix ?? ''}${shown.text}${shown.suffix ?? ''}`;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

/** Grafana's names for the two numbers of a node, as words. */
const STATS: Record<string, string> = { mainstat: 'Main stat', secondarystat: 'Secondary stat' };

/** The field's name as the user sees it: display name, else the name without Grafana's prefixes. */
export function fieldLabel(field: Field): string {
  const given = field.config.displayName ?? field.config.displayNameFromDS;
  if (given !== undefined && given !== '') {
    return given;
  }
  const name = field.name
    .replace(/^(detail__|arc__)/i, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  const stat = STATS[name.toLowerCase()];
  if (stat !== undefined) {
    return stat;
  }
  return name === '' ? field.name : name[0]?.toUpperCase() + name.slice(1);
}

/** Name of the node's state, by value mapping where there is one. */
export function statusLabel(model: GraphModel, node: GraphNode): string {
  if (node.status === null) {
    return '';
  }
  const field = model.nodeColumns[node.source]?.status;
  const mapped = (field?.config.mappings?.length ?? 0) > 0 ? displayText(field, node.row) : '';
  return mapped !== '' ? mapped : STATUS_STYLES[node.status].label;
}

/** What a task waits for, by the ids people know; empty if it waits for nothing. */
export function waitsFor(model: GraphModel, node: GraphNode, most = 3): string {
  if (node.blockedBy.length === 0 || node.status === 'done' || node.status === 'cancelled') {
    return '';
  }
  const names = node.blockedBy.slice(0, most).map((id) => shortName(model, id));
  const more = node.blockedBy.length - names.length;
  return `Waits for ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The id as shown on cards: long technical keys give way to the node's subtitle or title. */
export function shortName(model: GraphModel, id: string): string {
  const node = model.nodes[model.byId.get(id) ?? -1];
  if (id.length <= 14 || node === undefined) {
    return id;
  }
  const name = node.subtitle !== '' && node.subtitle.length <= 14 ? node.subtitle : node.title;
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}

/** One sentence for screen readers and tooltips. */
export function nodeSentence(model: GraphModel, node: GraphNode): string {
  const parts = [node.title === node.id ? node.id : `${node.id}: ${node.title}`];
  const status = statusLabel(model, node);
  if (status !== '') {
    parts.push(status);
  }
  if (node.ghost) {
    parts.push('not in the data');
  }
  if (node.ready) {
    parts.push('ready to start');
  }
  const waits = waitsFor(model, node);
  if (waits !== '') {
    parts.push(waits);
  }
  if (node.progress !== null && node.progress > 0 && node.progress < 1) {
    parts.push(`${Math.round(node.progress * 100)}% done`);
  }
  if (node.critical) {
    parts.push('on the critical chain');
  }
  return parts.join(' · ');
}
