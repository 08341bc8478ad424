/**
 * What may stand in braces in a rule's texts: `{project}`, `{run}`, `{task}` and `{label:NAME}` for labels of the alert,
 * `{value:FORM}` for the value of the condition, `{moment}` for the time its link leads to. Both rule formats use Go's
 * templates, with other names for the value.
 */

export interface Dialect {
  /** Template text that writes the value of the condition, given what is done to it. */
  value: (write: Write) => string;
  /** Template text that writes the moment, epoch seconds; absent where the rule has none. */
  moment?: (write: Write) => string;
}

/** What a template does to a number, given the number's name there. */
export type Write = (name: string) => string;

const asTime: Write = (name) => `humanizeTimestamp ${name}`;
const asDuration: Write = (name) => `humanizeDuration ${name}`;
const digits =
  (count: number): Write =>
  (name) =>
    `printf "%.${count}f" ${name}`;

const FORMS: Readonly<Record<string, [write: Write, unit: string]>> = {
  count: [digits(0), ''],
  percent: [digits(1), ' %'],
  points: [digits(1), ' percentage points'],
  times: [digits(1), ' times'],
  duration: [asDuration, ''],
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
      return dialect.moment(asTime);
    }
    const known = name === 'value' ? FORMS[form ?? ''] : undefined;
    if (!known) {
      throw new Error(`A rule's text holds ${whole}, which means nothing here.`);
    }
    const [write, unit] = known;
    return `${dialect.value(write)}${unit}`;
  });
}
