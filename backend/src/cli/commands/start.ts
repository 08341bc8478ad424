import closeWithGrace from 'close-with-grace';
import { ConfigError, loadConfig } from '../../config.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { LogLines } from '../../export/log-lines.ts';
import { makeLogger } from '../../service/logger.ts';
import { startService } from '../../server.ts';
import { say, warn } from '../output.ts';

export interface StartOptions {
  project?: string[];
  port?: number;
  host?: string;
  data?: string;
  config?: string;
  import?: boolean;
  importSince?: string;
  idleGap?: string;
  captureContents?: boolean;
  forwardOtlp?: string;
  userId?: string;
  tokenFile?: string;
  allowedHost?: string[];
  logLevel?: string;
  /** Play the sample project into a throw-away data folder. */
  sample?: boolean;
}

const CLOSE_MS = 5000;
const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A signal that reaches a whole process group comes here once by itself and once from each parent that passes it on. */
const SAME_SIGNAL_MS = 1000;

/** Runs the service in this process until a signal ends it. */
export async function start(options: StartOptions): Promise<void> {
  process.umask(0o077); // what is stored is its owner's, also in a folder that was there before
  process.stdout.removeAllListeners('error').on('error', () => undefined); // the service outlives whoever reads what it says
  const { config, warnings } = settingsOf(options);
  const sample = options.sample ? await (await import('../sample.ts')).prepare(config) : undefined;
  const lines = config.export?.logs ? new LogLines() : undefined;
  const log = await makeLogger(config.logLevel, lines);
  warnings.forEach((warning) => log.warn(warning));
  const service = await startService(config, { log, lines });
  const abort = new AbortController();
  const closer = closeWithGrace({ delay: CLOSE_MS, logger: log, skip: [...STOP_SIGNALS] }, async ({ err }) => {
    if (err) {
      log.fatal({ err }, 'The service stops because of an error nobody expected');
    } else {
      log.info('The service stops');
    }
    abort.abort();
    await service.close();
  });
  stopOnSignals(closer.close);
  announce(service.url, sample?.folder);
  await sample?.play({ url: service.url, token: config.token, signal: abort.signal, log });
}

function settingsOf(options: StartOptions): ReturnType<typeof loadConfig> {
  const { project, import: importHistory, config, tokenFile, allowedHost, sample, ...rest } = options;
  const flags = {
    ...rest,
    projects: project,
    importHistory: importHistory === false ? false : undefined,
    allowedHosts: allowedHost,
    ...(sample && rest.logLevel === undefined ? { logLevel: 'warn' } : {}),
  };
  try {
    return loadConfig({ flags, file: config, tokenFile });
  } catch (error) {
    if (error instanceof ConfigError) {
      throw new ExitError(EXIT.config, error.message);
    }
    throw error;
  }
}

function announce(url: string, sampleFolder: string | undefined): void {
  say();
  say(`  Task Master observability runs at ${url}`);
  say(`    ${url}/status            what every project is doing`);
  say(`    ${url}/documentation     the API`);
  if (sampleFolder !== undefined) {
    say(`  A sample project is being played; nothing of it is kept. Follow your own: npm start -- --project FOLDER`);
  }
  say('  Stop with Ctrl+C.');
  say();
  if (process.stdin.isTTY !== true && process.stdout.isTTY !== true) {
    warn('ready');
  }
}

/** The first signal ends the service in order, an impatient second one at once. */
function stopOnSignals(close: () => void): void {
  let firstAt: number | undefined;
  for (const name of STOP_SIGNALS) {
    process.on(name, () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        close();
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
        process.exit(EXIT.failed);
      }
    });
  }
}
