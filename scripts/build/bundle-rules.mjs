// What Grafana's loader demands of our modules, checked where it can still fail the build:
// nested plugins in one file each, no react/jsx-runtime (missing before 11.6.11), gzip budgets kept.
import { gzipSync } from 'node:zlib';
import webpack from 'webpack';

const NAME = 'BundleRules';
const FORBIDDEN = ['react/jsx-runtime', 'react/jsx-dev-runtime'];

export class BundleRules {
  /** @param {ReturnType<typeof import('./plugin-folders.mjs').pluginFolders>} plugins */
  constructor(plugins) {
    this.plugins = plugins;
    /** Filled by the build: one row a module. */
    this.sizes = [];
  }

  apply(compiler) {
    compiler.hooks.compilation.tap(NAME, (compilation) => {
      compilation.hooks.afterChunks.tap(NAME, () => {
        for (const plugin of this.plugins) {
          this.checkChunks(compilation, plugin);
        }
      });
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT;
      compilation.hooks.processAssets.tap({ name: NAME, stage }, () => {
        for (const plugin of this.plugins) {
          this.checkModules(compilation, plugin);
        }
        this.sizes = this.plugins.map((plugin) => this.measure(compilation, plugin));
      });
    });
  }

  checkChunks(compilation, plugin) {
    const entrypoint = compilation.entrypoints.get(plugin.entry);
    if (plugin.to === '' || !entrypoint) {
      return;
    }
    const lazy = [...entrypoint.getEntrypointChunk().getAllAsyncChunks()];
    if (lazy.length > 0) {
      const from = entrypoint.chunks.flatMap((chunk) =>
        [...compilation.chunkGraph.getChunkModules(chunk)]
          .filter((module) => module.blocks.length > 0)
          .map((module) => module.readableIdentifier(compilation.requestShortener))
      );
      this.fail(
        compilation,
        `${plugin.entry} would be split into ${lazy.length + 1} files by import() in ${from.join(', ')}. ` +
          `A nested plugin must be one file: Grafana looks for its chunks in the wrong folder. Import it statically.`
      );
    }
  }

  checkModules(compilation, plugin) {
    const entrypoint = compilation.entrypoints.get(plugin.entry);
    for (const chunk of entrypoint?.chunks ?? []) {
      for (const module of compilation.chunkGraph.getChunkModules(chunk)) {
        const request = module.externalType ? module.userRequest : '';
        if (FORBIDDEN.includes(request)) {
          this.fail(
            compilation,
            `${plugin.entry} imports ${request}, which Grafana 11.0 does not provide. Use classic JSX (import React), ` +
              `or replace the library that brings it.`
          );
        }
        if (plugin.to !== '' && module.blocks?.length > 0) {
          const where = module.readableIdentifier(compilation.requestShortener);
          this.fail(compilation, `${plugin.entry}: import() in ${where}. A nested plugin must be one file.`);
        }
      }
    }
  }

  measure(compilation, plugin) {
    const source = compilation.getAsset(`${plugin.entry}.js`)?.source.buffer() ?? Buffer.alloc(0);
    const row = { id: plugin.id, bytes: source.length, gzip: gzipSync(source).length, budgetKb: plugin.budgetKb };
    if (compilation.options.mode === 'production' && row.gzip > row.budgetKb * 1024) {
      this.fail(
        compilation,
        `${plugin.entry}.js is ${(row.gzip / 1024).toFixed(1)} KB gzipped, over its budget of ${row.budgetKb} KB.`
      );
    }
    return row;
  }

  fail(compilation, text) {
    compilation.errors.push(new webpack.WebpackError(text));
  }
}
