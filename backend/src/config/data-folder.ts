import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** The platform's folder for data of this product: XDG on Linux, Application Support on macOS, LocalAppData on Windows. */
export function defaultDataFolder(): string {
  return resolve(envPaths('taskmaster-observe', { suffix: '' }).data);
}
