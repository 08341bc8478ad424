import { alertName, prometheusRule } from './prometheus/rule.ts';
import { GROUPS, RULES } from './rules/index.ts';
import { type Rule } from './types.ts';

/** The part of docs/alerts.md that follows from the rule list. */

const BEGIN = '<!-- rules: written by alerts/generate.ts -->';
const END = '<!-- end of rules -->';

const GROUP_TITLES: Record<Rule['group'], string> = {
  questions: 'Questions people ask',
  work: 'Work of agents',
  quality: 'Quality',
  service: 'The service',
  host: 'The machine',
};

/** A text of a rule as somebody gets to see it, with the labels and a value of an example. */
function example(rule: Rule, text: string): string {
  const value = rule.condition.threshold === 0 ? 1 : rule.condition.threshold * 1.5;
  const seconds =
    value >= 60 ? `${Math.round(value / 60)}m 0s` : value < 1 ? `${Math.round(value * 1000)}ms` : `${value}s`;
  const forms: Record<string, string> = {
    count: value.toFixed(0),
    percent: `${value.toFixed(1)} %`,
    points: `${value.toFixed(1)} percentage points`,
    times: `${value.toFixed(1)} times`,
    duration: seconds,
  };
  return text.replaceAll(/\{([a-z]+)(?::([a-zA-Z_]+))?\}/g, (_whole, name: string, form = '') => {
    const labels: Record<string, string> = { project: 'bookshelf-1a2b3c4d', task: '3.2', run: 'r', moment: '12:03:12' };
    const resource = form === 'component' ? 'journal' : 'memory';
    return name === 'value' ? forms[form]! : name === 'label' ? resource : labels[name]!;
  });
}

function section(rule: Rule): string {
  const { expr } = prometheusRule(rule);
  const held = rule.for === '0s' ? 'at once' : `after ${rule.for}`;
  return [
    `### ${rule.id}`,
    `**${rule.title}** · severity **${rule.severity}** · fires ${held} · told again after ${rule.cooldown} · in Prometheus \`${alertName(rule)}\``,
    `> ${example(rule, rule.summary)}. ${example(rule, rule.since)}`,
    rule.meaning,
    `From: ${rule.source}`,
    `Condition, as PromQL:\n\n\`\`\`promql\n${expr}\n\`\`\``,
    `What to do:\n\n${rule.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`,
  ].join('\n\n');
}

function overview(): string {
  const rows = RULES.map(({ id, title, severity, for: held, group }) =>
    ['', `[${title}](#${id})`, severity, held, GROUP_TITLES[group], ''].join(' | ').trim()
  );
  return ['| rule | severity | must hold for | about |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The document with its rules as the list has them. Throws where the marks are gone. */
export function withRules(document: string): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) {
    throw new Error(`docs/alerts.md has lost its marks ${BEGIN} and ${END}.`);
  }
  const groups = [...new Set(RULES.map(({ group }) => group))].map((group) => {
    const sections = RULES.filter((rule) => rule.group === group).map(section);
    return [`## ${GROUP_TITLES[group]}`, `Evaluated every ${GROUPS[group].interval}.`, ...sections].join('\n\n');
  });
  const body = [overview(), ...groups].join('\n\n');
  return `${document.slice(0, from)}${BEGIN}\n\n${body}\n\n${document.slice(to)}`;
}
