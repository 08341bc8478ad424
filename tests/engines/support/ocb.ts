import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a Collector is made of: modules by kind. Each release of the Collector has two versions, those of stable modules are other ones. */
export interface CollectorParts {
  version: string;
  /** Of the modules that are stable. */
  stable: string;
  core: Record<string, readonly string[]>;
  contrib: Record<string, readonly string[]>;
}

const CORE = 'go.opentelemetry.io/collector';
const CONTRIB = 'github.com/open-telemetry/opentelemetry-collector-contrib';
const PROVIDERS = ['envprovider', 'fileprovider', 'yamlprovider'];

/**
 * Builds a Collector with OpenTelemetry's own builder into `folder`: some minutes. Checksums of modules are verified. Throws a
 * sentence where that is not possible.
 */
export function buildCollector({ version, stable, core, contrib }: CollectorParts, folder: string): void {
  const work = join(folder, 'work');
  mkdirSync(work);
  const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync(program, args, { cwd: work, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const manifest: Record<string, unknown> = {
    dist: { name: 'otelcol', module: 'local/otelcol', version, output_path: join(work, 'out') },
    providers: PROVIDERS.map((name) => ({ gomod: `${CORE}/confmap/provider/${name} v${stable}` })),
  };
  for (const kind of ['receivers', 'processors', 'exporters', 'extensions']) {
    const path = kind.slice(0, -1);
    manifest[kind] = [
      ...(core[kind] ?? []).map((name) => ({ gomod: `${CORE}/${path}/${name} v${version}` })),
      ...(contrib[kind] ?? []).map((name) => ({ gomod: `${CONTRIB}/${path}/${name} v${version}` })),
    ];
  }
  writeFileSync(join(work, 'manifest.yaml'), JSON.stringify(manifest));
  try {
    run('go', ['install', `${CORE}/cmd/builder@v${version}`], { GOBIN: work });
    run(join(work, 'builder'), ['--config', 'manifest.yaml']);
    renameSync(join(work, 'out', 'otelcol'), join(folder, 'otelcol'));
  } catch (error) {
    throw new Error(`The Collector ${version} cannot be built: ${(error as Error).message.split('\n')[0]}.`, {
      cause: error,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
