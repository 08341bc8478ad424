// Builds the Grafana bundle with webpack and says how big each module is.
// Usage: node scripts/build-plugins.mjs [--development] [--watch] [--from FOLDER] [--to FOLDER]
import { parseArgs } from 'node:util';
import webpack from 'webpack';
import config from '../webpack.config.ts';

const { values } = parseArgs({
  options: {
    development: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    from: { type: 'string' },
    to: { type: 'string' },
  },
});
const { rules, ...settings } = config({ production: !values.development, from: values.from, to: values.to });
if (rules.plugins.length === 0) {
  process.stderr.write(
    'No plugin to build: neither plugins/app nor another folder holds a plugin.json and a module.\n'
  );
  process.exit(1);
}
const compiler = webpack(settings);

function report(error, stats) {
  if (error || !stats) {
    process.stderr.write(`The plugins could not be built: ${error?.message ?? 'webpack gave no result'}\n`);
    return false;
  }
  if (stats.hasErrors() || stats.hasWarnings()) {
    process.stderr.write(`${stats.toString({ preset: 'errors-warnings', colors: process.stderr.isTTY === true })}\n`);
  }
  for (const { id, bytes, gzip, budgetKb } of rules.sizes) {
    const size = `${(bytes / 1024).toFixed(1)} KB, gzip ${(gzip / 1024).toFixed(1)} of ${budgetKb} KB`;
    process.stdout.write(`  ${id.padEnd(36)} ${size}\n`);
  }
  return !stats.hasErrors();
}

if (values.watch) {
  compiler.watch({}, report);
} else {
  compiler.run((error, stats) => {
    const good = report(error, stats);
    compiler.close((closing) => {
      if (closing) {
        process.stderr.write(`webpack's cache could not be written: ${closing.message}\n`);
      }
      process.exitCode = good ? 0 : 1;
    });
  });
}
