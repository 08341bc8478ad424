// Writes .env for docker-compose.yaml: a password and tokens of this installation's own. What is there already stays.
// Usage: npm run compose:env
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';

/** Names docker-compose.yaml refuses to start without. */
export const SECRETS = [
  'GRAFANA_ADMIN_PASSWORD',
  'TASKMASTER_OBSERVE_TOKEN',
  'TASKMASTER_CONTROL_TOKEN',
  'ELASTIC_PASSWORD', // of the profile full only
];

/** The text of an .env file with every secret in it: those it holds stay, the others are made. */
export function withSecrets(text, make = () => randomBytes(24).toString('hex')) {
  const has = (name) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*\\S`, 'm').test(text);
  const added = SECRETS.filter((name) => !has(name));
  const kept = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return { text: kept + added.map((name) => `${name}=${make()}\n`).join(''), added };
}

if (process.argv[1]?.endsWith('compose-env.mjs')) {
  const file = join(root, '.env');
  const { text, added } = withSecrets(existsSync(file) ? readFileSync(file, 'utf8') : '');
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
  process.stdout.write(
    added.length > 0
      ? `.env now holds ${added.join(', ')}. Grafana's user is “admin”; nobody else can read the file.\n`
      : '.env holds everything docker-compose.yaml needs; nothing was changed.\n'
  );
}
