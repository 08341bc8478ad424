// Runs the tests of the datasource's executable, with the race detector where there is a C compiler. The last lines say how
// many passed and failed, as Node's own test runner says it. Usage: node scripts/test-go.mjs [go test FLAG ...]
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { go, GO_TAGS, goModule, whyNoGo } from './lib/go.mjs';

/** The race detector is written in C. */
function canRace() {
  const compiler = go(['env', 'CC']).stdout.trim();
  return compiler !== '' && spawnSync(compiler, ['--version']).status === 0;
}

async function run(flags) {
  const env = { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false' };
  const args = ['test', '-json', '-tags', GO_TAGS, '-timeout', '10m', ...flags, './...'];
  const child = spawn('go', args, { cwd: goModule, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const said = new Map();
  const counts = { pass: 0, fail: 0, skip: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const { Action, Package, Test, Output } = parse(line);
    const key = `${Package} ${Test ?? ''}`;
    if (Action === 'output' || Action === 'build-output') {
      said.set(key, (said.get(key) ?? '') + Output);
    } else if (Action === 'fail') {
      process.stdout.write(`✗ ${key}\n${(said.get(key) ?? '').split('\n').filter(isOfInterest).join('\n')}\n`);
    } else if (Action === 'skip' && Test) {
      process.stdout.write(
        `- ${Test} was skipped: ${(said.get(key) ?? '')
          .split('\n')
          .find((text) => text.includes('.go:'))
          ?.trim()}\n`
      );
    }
    if (Test && Action in counts) {
      counts[Action] += 1;
    }
  }
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)));
  return { ...counts, fail: Math.max(counts.fail, code === 0 ? 0 : 1) };
}

/** What is no JSON comes from the compiler. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return { Action: 'output', Package: '', Output: `${line}\n` };
  }
}

/** The SDK's log is not: it writes a line a request. */
const isOfInterest = (line) => !line.startsWith('{"@level"');

const reason = whyNoGo();
if (reason !== undefined) {
  process.stdout.write(`Tests of the datasource's executable were skipped: ${reason}.\n`);
} else {
  const race = canRace() ? ['-race'] : [];
  if (race.length === 0) {
    process.stdout.write('Without a C compiler the race detector cannot look on.\n');
  }
  const { pass, fail, skip } = await run([...race, ...process.argv.slice(2)]);
  process.stdout.write(`ℹ pass ${pass}\nℹ fail ${fail}\nℹ skipped ${skip}\n`);
  process.exitCode = fail > 0 ? 1 : 0;
}
