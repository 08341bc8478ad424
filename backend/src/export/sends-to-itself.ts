import { isLoopback } from '../util/loopback.ts';
import { EXPORT_SIGNALS, type ExportConfig } from './export-config.ts';

/** Whether a receiver is this service: agents' settings in the environment name it, and it would count what it sends. */
export function sendsToItself(config: ExportConfig, own: string): boolean {
  const self = new URL(own);
  return EXPORT_SIGNALS.some((signal) => {
    const target = config[signal];
    if (!target) {
      return false;
    }
    const { hostname, host, port } = new URL(target.url);
    return host === self.host || (port === self.port && isLoopback(hostname) && isLoopback(self.hostname));
  });
}
