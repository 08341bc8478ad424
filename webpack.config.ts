// create-plugin's build (.config/) for our folders: several plugins in one bundle, none of them under `src/`.
// Externals and build mode are the scaffold's own; entries, copies and rules are ours because the scaffold resolves
// everything against a single `src/`.
import CopyWebpackPlugin from 'copy-webpack-plugin';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import TerserPlugin from 'terser-webpack-plugin';
import webpack, { type Configuration } from 'webpack';
import { SubresourceIntegrityPlugin } from 'webpack-subresource-integrity';
import { externals } from './.config/bundler/externals.ts';
import { BuildModeWebpackPlugin } from './.config/webpack/BuildModeWebpackPlugin.ts';
import { BundleRules } from './scripts/build/bundle-rules.mjs';
import { APP_ID, DIST, pluginFolders, ROOT } from './scripts/build/plugin-folders.mjs';
import { fillRepository, repositoryUrl } from './scripts/build/repository.mjs';

export interface Env {
  production?: boolean;
  /** Folder to read the plugins from, instead of `plugins/`. */
  from?: string;
  /** Folder to write the bundle to, instead of `dist/taskmaster-observability-app`. */
  to?: string;
}

/** Day of the build for %TODAY%: of the last commit, so that the same commit always gives the same bytes. */
function buildDay(): string {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (epoch) {
    return new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
  }
  try {
    const git = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] } as const;
    return execFileSync('git', ['log', '-1', '--format=%cI'], git).slice(0, 10);
  } catch {
    return new Date().toISOString().slice(0, 10); // not a checkout, or no git
  }
}

export default function config(env: Env = {}): Configuration & { rules: BundleRules } {
  const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const { version } = packageJson;
  const repository = repositoryUrl(packageJson);
  const scaffold = JSON.parse(readFileSync(join(ROOT, '.config/.cprc.json'), 'utf8')) as { version: string };
  const production = env.production !== false;
  const plugins = pluginFolders(env.from);
  const rules = new BundleRules(plugins);
  const day = buildDay();
  const fill = (content: Buffer, from: string) =>
    fillRepository(from, content.toString('utf8'), repository)
      .replaceAll('%VERSION%', version)
      .replaceAll('%TODAY%', day)
      .replaceAll('%PLUGIN_ID%', APP_ID);
  const rootFile = (from: string, to: string) => ({
    from: join(ROOT, from),
    to,
    transform: fill,
    noErrorOnMissing: true,
  });
  const readme = existsSync(join(ROOT, 'plugins/app/README.md')) ? 'plugins/app/README.md' : 'README.md';

  return {
    rules,
    name: 'plugins',
    mode: production ? 'production' : 'development',
    context: ROOT,
    devtool: production ? 'source-map' : 'eval-source-map',
    entry: Object.fromEntries(
      plugins.map(({ entry, module, to }) => [
        entry,
        to === '' ? [join(ROOT, 'scripts/build/public-path.js'), module] : [module],
      ])
    ),
    externals,
    cache: {
      type: 'filesystem',
      cacheDirectory: join(ROOT, 'node_modules/.cache/webpack'),
      buildDependencies: {
        config: [
          import.meta.filename,
          join(ROOT, 'scripts/build/bundle-rules.mjs'),
          join(ROOT, 'scripts/build/inline-worker.mjs'),
        ],
      },
    },
    module: {
      rules: [
        {
          resourceQuery: /^\?inline-worker$/,
          enforce: 'pre',
          use: [join(ROOT, 'scripts/build/inline-worker-loader.mjs')],
        },
        {
          test: /\.[tj]sx?$/,
          exclude: /node_modules/,
          resourceQuery: { not: [/^\?inline-worker$/] },
          loader: 'swc-loader',
          options: {
            jsc: {
              target: 'es2020',
              parser: { syntax: 'typescript', tsx: true, dynamicImport: true },
              transform: { react: { runtime: 'classic' } },
            },
          },
        },
        { test: /\.(png|jpe?g|gif|svg)$/, type: 'asset/inline' },
      ],
    },
    optimization: {
      minimize: production,
      minimizer: [
        new TerserPlugin({
          terserOptions: {
            format: { comments: (_, comment) => comment.value.trim().startsWith('[create-plugin]') },
            compress: { drop_console: ['log', 'info'] },
          },
        }),
      ],
    },
    output: {
      path: env.to ?? DIST,
      // Executables of the datasource are built by another step.
      clean: { keep: /(gpx_[^/]*|go_plugin_build_manifest)$/ },
      filename: '[name].js',
      chunkFilename: production ? '[name].js?_cache=[contenthash]' : '[name].js',
      library: { type: 'amd' },
      publicPath: `public/plugins/${APP_ID}/`,
      uniqueName: APP_ID,
      crossOriginLoading: 'anonymous',
    },
    plugins: [
      rules,
      new BuildModeWebpackPlugin(),
      new webpack.BannerPlugin({
        banner: `/* [create-plugin] version: ${scaffold.version} */\n/* [create-plugin] plugin: ${APP_ID}@${version} */`,
        raw: true,
        entryOnly: true,
      }),
      new CopyWebpackPlugin({
        patterns: [
          rootFile('CHANGELOG.md', 'CHANGELOG.md'),
          rootFile(readme, 'README.md'),
          { from: join(ROOT, 'LICENSE'), to: 'LICENSE[ext]', toType: 'template' as const },
          ...plugins.flatMap(({ folder, to }) => [
            { from: join(folder, 'plugin.json'), to: join(to, 'plugin.json'), transform: fill },
            { from: join(folder, 'img'), to: join(to, 'img'), noErrorOnMissing: true },
          ]),
        ],
      }),
      new SubresourceIntegrityPlugin({ hashFuncNames: ['sha256'] }),
    ],
    resolve: {
      extensions: ['.js', '.jsx', '.ts', '.tsx'],
      modules: [join(ROOT, 'node_modules'), 'node_modules'],
    },
    performance: { hints: false },
    stats: 'errors-warnings',
    infrastructureLogging: { level: 'warn' },
  };
}
