import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Nothing a browser does by itself may reach the network or leave something behind; no GPU is assumed. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function installed(): string | undefined {
  return PLACES.find((place): place is string => place !== undefined && existsSync(place));
}

function install(): string | undefined {
  if (!existsSync('/usr/bin/apt-get')) {
    return 'this machine has no apt-get';
  }
  const root = process.getuid?.() === 0;
  const before = root ? [] : ['sudo', '-n'];
  const script =
    'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium';
  const locked = existsSync('/usr/bin/flock') ? ['flock', '/tmp/apt.lock', 'sh', '-c', script] : ['sh', '-c', script];
  const [command = 'sh', ...args] = [...before, ...locked];
  process.stdout.write('No Chromium found: installing Debian’s …\n');
  const done = spawnSync(command, args, { encoding: 'utf8' });
  return done.status === 0
    ? undefined
    : `${command} failed: ${(done.stderr || String(done.error ?? '')).trim().slice(-400)}`;
}

/** Path of a Chromium, installing Debian's where that can be done; otherwise a sentence saying why there is none. */
export function findChromium(): { path: string } | { problem: string } {
  const found = installed();
  if (found) {
    return { path: found };
  }
  const problem = install();
  const now = installed();
  return now
    ? { path: now }
    : {
        problem: `No Chromium (${problem ?? 'installed, but not where expected'}). Install one, or name it in CHROMIUM.`,
      };
}

/** Starts a Chromium with a profile of its own that is thrown away afterwards. */
export async function launchChromium(path: string, more: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: [...ARGUMENTS, ...more] });
}
