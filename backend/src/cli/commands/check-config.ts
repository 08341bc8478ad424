import { ConfigError, loadConfig } from '../../config.ts';
import { checkExport } from '../../export/check-export.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { checkEngines } from '../../telemetry/check-engines.ts';
import { clean, say } from '../output.ts';
import { mark } from './status.ts';

export interface CheckConfigOptions {
  config?: string;
  format: 'text' | 'json';
}

/** Reads the settings as the service would and connects to every server they name; exit code 1 where one does not serve. */
export async function checkConfig({ config: file, format }: CheckConfigOptions): Promise<void> {
  const { config, warnings } = settings(file);
  const findings = [...(await checkEngines(config.engines)), ...(await checkExport(config.export))];
  if (format === 'json') {
    say(JSON.stringify({ warnings, findings }, null, 2));
  } else {
    warnings.forEach((warning) => say(`${mark('degraded')} ${warning}`));
    findings.forEach(({ signal, state, text }) => say(`${mark(state)} ${signal}: ${clean(text)}`));
  }
  process.exitCode = findings.some(({ state }) => state === 'down') ? EXIT.failed : EXIT.ok;
}

function settings(file: string | undefined): ReturnType<typeof loadConfig> {
  try {
    return loadConfig({ file });
  } catch (error) {
    if (error instanceof ConfigError) {
      throw new ExitError(EXIT.config, error.message);
    }
    throw error;
  }
}
