import { type Attributes, type AttributeValue, type Origin } from '../../types.ts';

/** An attribute as label filters see it: text as it is, numbers and booleans written out, the rest as JSON. */
export function labelText(value: AttributeValue | undefined): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What an object holds itself under a name: names such as `constructor` are labels like any other. */
export const ownOf = <T>(object: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const ORIGIN_LABELS: Record<string, keyof Origin> = {
  project: 'project',
  tag: 'tag',
  run: 'run',
  taskId: 'taskId',
  session: 'session',
  service: 'service',
};

/** The origin field that a label name stands for where the record has no attribute of that name. */
export function originLabel(origin: Origin, label: string): string | undefined {
  const field = ownOf(ORIGIN_LABELS, label);
  return field === undefined ? undefined : origin[field];
}

/** A record's label: its own attribute, else its resource's, else what is known of its origin. */
export function recordLabel(
  attributes: Attributes,
  resource: Attributes,
  origin: Origin,
  label: string
): string | undefined {
  return labelText(ownOf(attributes, label)) ?? labelText(ownOf(resource, label)) ?? originLabel(origin, label);
}
