// Writes the rule files from the rule list: node alerts/generate.ts [--check] [--docs-url URL] [--receiver NAME --out FILE]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { withRules } from './docs.ts';
import { examples } from './examples.ts';
import { grafanaGroups } from './grafana/files.ts';
import { prometheusGroups } from './prometheus/rule.ts';
import { prometheusTests } from './prometheus/tests.ts';

const ROOT = dirname(import.meta.dirname);
const NOTE = '# Written by alerts/generate.ts from the rule list in alerts/rules; change that, not this file.\n';

const yaml = (content: unknown): string => stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });

/** Every file that is written, by its place in the checkout. */
async function files(docsUrl?: string): Promise<Record<string, string>> {
  const document = readFileSync(join(ROOT, 'docs/alerts.md'), 'utf8');
  return {
    'docs/alerts.md': await format(withRules(document), { parser: 'markdown', printWidth: 120, singleQuote: true }),
    'provisioning/alerting/taskmaster-rules.yaml': NOTE + yaml(grafanaGroups({ docsUrl })),
    'deploy/prometheus/rules/taskmaster.yaml': NOTE + yaml(prometheusGroups(undefined, docsUrl)),
    'deploy/prometheus/tests/taskmaster.yaml':
      `${NOTE}# promtool test rules deploy/prometheus/tests/taskmaster.yaml\n` +
      yaml(prometheusTests('../rules/taskmaster.yaml')),
    ...examples(yaml),
  };
}

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    'docs-url': { type: 'string' },
    receiver: { type: 'string' },
    out: { type: 'string' },
  },
});

if (values.receiver !== undefined || values.out !== undefined) {
  const text = NOTE + yaml(grafanaGroups({ docsUrl: values['docs-url'], receiver: values.receiver }));
  if (values.out === undefined) {
    process.stdout.write(text);
  } else {
    writeFileSync(values.out, text);
  }
} else {
  const stale: string[] = [];
  for (const [path, text] of Object.entries(await files(values['docs-url']))) {
    const file = join(ROOT, path);
    if (readOr(file) === text) {
      continue;
    }
    stale.push(path);
    if (!values.check) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  if (stale.length > 0) {
    const verb = values.check ? 'differ from the rule list; run “npm run alerts”' : 'written';
    process.stdout.write(`${stale.join(', ')}: ${verb}.\n`);
    process.exitCode = values.check ? 1 : 0;
  }
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // not written yet
  }
}
