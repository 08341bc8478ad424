/**
 * What may stand in braces in a rule's texts: `{project}`, `{run}`, `{task}` and `{label:NAME}` for labels of the alert,
 * `{value:FORM}` for the value of the condition, `{moment}` for the time its link leads to. Both rule formats use Go's
 * templates, with other names for the value.
 */

export interface Dialect {
  /** Template text of the value of the condition. */
  value: string;
  /** Template text of the moment, epoch seconds; absent where the rule has none. */
  moment?: (form: string) => string;
}

const FORMS: Readonly<Record<string, (value: string) => string>> = {
  count: (value) => `{{ printf "%.0f" ${value} }}`,
  whole: (value) => `{{ printf "%.0f" ${value} }}`,
  percent: (value) => `{{ printf "%.1f" ${value} }} %`,
  points: (value) => `{{ printf "%.1f" ${value} }} percentage points`,
  times: (value) => `{{ printf "%.1f" ${value} }} times`,
  duration: (value) => `{{ humanizeDuration ${value} }}`,
  milliseconds: (value) => `{{ humanizeDuration ${value} }}`,
};

/** A text of a rule as a template. Throws for a name nobody knows: a rule is wrong, not an alert. */
export function asTemplate(text: string, dialect: Dialect): string {
  return text.replaceAll(/\{([a-z]+)(?::([a-zA-Z_]+))?\}/g, (whole, name: string, form: string | undefined) => {
    if (name === 'project' || name === 'run' || name === 'task') {
      return `{{ $labels.${name} }}`;
    }
    if (name === 'label' && form !== undefined) {
      return `{{ $labels.${form} }}`;
    }
    if (name === 'moment' && dialect.moment) {
      return dialect.moment('humanizeTimestamp');
    }
    const write = name === 'value' ? FORMS[form ?? ''] : undefined;
    if (!write) {
      throw new Error(`A rule's text holds ${whole}, which means nothing here.`);
    }
    return write(dialect.value);
  });
}
