// What can be said about the datasource's Go sources without running them: gofmt, go vet, known vulnerabilities. Without Go, or
// without the vulnerability database, that part is skipped with a sentence. Usage: node scripts/check-go.mjs
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { go, GO_TAGS, goModule, whyNoGo } from './lib/go.mjs';

const VULNCHECK = 'golang.org/x/vuln/cmd/govulncheck@v1.9.0';

/** Says what a step found; whether it was well. */
function step(name, { status, stdout, stderr, error }) {
  const said = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim();
  if (status !== 0) {
    process.stderr.write(`${name}: ${said}\n`);
  }
  return status === 0;
}

function formatted() {
  const listed = spawnSync(join(go(['env', 'GOROOT']).stdout.trim(), 'bin', 'gofmt'), ['-l', '.'], {
    cwd: goModule,
    encoding: 'utf8',
  });
  const unformatted = listed.stdout?.trim();
  if (listed.status === 0 && unformatted) {
    process.stderr.write(`Not formatted (gofmt -w): ${unformatted.replaceAll('\n', ', ')}\n`);
    return false;
  }
  return step('gofmt', listed);
}

/** Exit code 3: something was found. Anything else than 0 is a check that could not be made. */
function withoutVulnerabilities() {
  const found = go(['run', VULNCHECK, '-tags', GO_TAGS, './...'], { env: { GOFLAGS: '-buildvcs=false' } });
  if (found.status === 0 || !/exit status 3|^Vulnerability #/m.test(`${found.stderr}${found.stdout}`)) {
    if (found.status !== 0) {
      const reason =
        found.stderr
          .trim()
          .split('\n')
          .find((line) => !line.startsWith('go: downloading')) ?? 'no reason was given';
      process.stdout.write(`Skipped: known vulnerabilities could not be looked up (${reason}).\n`);
    }
    return true;
  }
  return step('govulncheck', found);
}

const reason = whyNoGo();
if (reason !== undefined) {
  process.stdout.write(`Skipped: the datasource's executable cannot be checked: ${reason}.\n`);
} else {
  const good = [formatted(), step('go vet', go(['vet', '-tags', GO_TAGS, './...'])), withoutVulnerabilities()];
  process.exitCode = good.every(Boolean) ? 0 : 1;
}
