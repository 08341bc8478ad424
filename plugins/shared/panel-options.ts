import type { PanelOptionsEditorBuilder } from '@grafana/data';

/** The choices of an option, from its values and what they are called. */
export function choices<T extends string>(labels: Record<T, string>): Array<{ value: T; label: string }> {
  return Object.entries<string>(labels).map(([value, label]) => ({ value: value as T, label }));
}

interface Switch<T> {
  path: keyof T & string;
  name: string;
  description?: string;
}

/** Adds options that are on or off, each with its default. */
export function addSwitches<T extends object>(
  builder: PanelOptionsEditorBuilder<T>,
  defaults: T,
  switches: Array<Switch<T>>,
  category?: string[]
): void {
  for (const { path, name, description } of switches) {
    builder.addBooleanSwitch({ path, name, description, category, defaultValue: defaults[path] as boolean });
  }
}
