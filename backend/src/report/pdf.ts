import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const PRINT_MS = 120_000;

/** A Chromium of this machine: the one `CHROMIUM` names, or one on the path; undefined where there is none. */
export function findBrowser(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const runs = (file: string): boolean => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return env.CHROMIUM ? (runs(env.CHROMIUM) ? env.CHROMIUM : undefined) : [...onPath, ...PLACES].find(runs);
}

/**
 * Prints a page to a PDF file. The page is a file of its own, without scripts and network.
 * @throws Error a sentence, where the browser does not do it
 */
export async function printPdf(browser: string, page: string, output: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'taskmaster-report-'));
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, page, { mode: 0o600 });
    const { failed, stderr, timedOut } = await execa(
      browser,
      [
        '--headless',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A browser started by root has no sandbox; the page is our own and has no scripts.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'profile')}`,
        '--no-pdf-header-footer',
        `--print-to-pdf=${output}`,
        pathToFileURL(file).href,
      ],
      { reject: false, timeout: PRINT_MS, stdin: 'ignore', stdout: 'ignore', maxBuffer: 256 * 1024 }
    );
    if (failed || !existsSync(output)) {
      const why = timedOut ? 'it took longer than two minutes' : (stderr ?? '').trim().split('\n').at(-1);
      throw new Error(`${browser} could not print the report: ${why ?? 'it gave no reason'}.`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
