// Writes provisioning/dashboards/*.json from dashboards/*.ts. With --check it writes nothing and fails where they differ.
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { differing, write } = await import('../dashboards/write.ts');
if (process.argv.includes('--check')) {
  const names = differing();
  if (names.length > 0) {
    process.stderr.write(
      `These files of provisioning/dashboards are not what dashboards/ writes: ${names.join(', ')}. Run “npm run dashboards”.\n`
    );
    process.exitCode = 1;
  }
} else {
  process.stdout.write(`Written to provisioning/dashboards: ${write().join(', ')}\n`);
}
