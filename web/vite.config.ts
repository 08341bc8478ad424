import react from '@vitejs/plugin-react';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { inlineWorker } from '../scripts/build/inline-worker.mjs';
import { listDashboardFiles } from '../scripts/web/dashboard-files.ts';

const root = import.meta.dirname;
const modules = resolve(root, '../node_modules');
// As CommonJS: the package's ES modules cannot be loaded by Node itself.
const { availableIconsIndex } = createRequire(import.meta.url)('@grafana/data') as {
  availableIconsIndex: Record<string, boolean>;
};

/** Icons Grafana's own build has and its npm package lacks; drawn here where this page shows them. */
const OWN_ICONS = join(root, 'icons');
const PLAIN_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="3" fill="none" stroke="currentColor" stroke-width="2"/></svg>';

/** The icons @grafana/ui asks for at run time: its package's files, ours for what it lacks, a plain mark for the rest. */
function grafanaIcons(): Plugin {
  return {
    name: 'grafana-icons',
    apply: 'build',
    writeBundle({ dir }) {
      if (!dir) {
        return;
      }
      const icons = join(dir, 'public/build/img/icons');
      cpSync(join(modules, '@grafana/ui/dist/public/img/icons'), icons, { recursive: true });
      cpSync(OWN_ICONS, join(icons, 'unicons'), { recursive: true });
      for (const name of Object.keys(availableIconsIndex)) {
        const file = join(icons, name.startsWith('gf-') ? 'custom' : 'unicons', `${name}.svg`);
        if (!existsSync(file)) {
          writeFileSync(file, PLAIN_ICON);
        }
      }
    },
  };
}

/** Shown on nearly every page: carried in the page's own code instead of a request each. */
const COMMON_ICONS =
  'angle-down angle-left angle-right angle-up apps bars calendar-alt check check-circle clock-nine copy ellipsis-v exclamation-circle exclamation-triangle external-link-alt info-circle link palette question-circle search search-minus search-plus sync times';

function commonIcons(): Plugin {
  const id = '\0virtual:icons';
  return {
    name: 'common-icons',
    resolveId: (source) => (source === 'virtual:icons' ? id : null),
    load(asked) {
      const folder = join(modules, '@grafana/ui/dist/public/img/icons/unicons');
      const files = COMMON_ICONS.split(' ').map((name) => [name, join(folder, `${name}.svg`)] as const);
      const texts = files
        .filter(([, file]) => existsSync(file))
        .map(([name, file]) => [name, readFileSync(file, 'utf8')]);
      return asked === id ? `export default ${JSON.stringify(Object.fromEntries(texts))};` : null;
    },
  };
}

/** Grafana's own provisioning reads the same files. */
const DASHBOARDS = join(root, '../provisioning/dashboards');

/** The dashboards, and `dashboards/index.json` with what there is to open. */
function dashboards(): Plugin {
  return {
    name: 'dashboards',
    apply: 'build',
    generateBundle() {
      const list = listDashboardFiles(DASHBOARDS);
      for (const { file } of list) {
        // Without the spaces: it is read by the page, not by people.
        const json = JSON.stringify(JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')));
        this.emitFile({ type: 'asset', fileName: `dashboards/${file}`, source: json });
      }
      this.emitFile({ type: 'asset', fileName: 'dashboards/index.json', source: JSON.stringify(list) });
    },
  };
}

/** Grafana's global styles point at web fonts this page does not carry: the same families, from the machine. */
function localFonts(): Plugin {
  return {
    name: 'local-fonts',
    enforce: 'pre',
    resolveId(source, importer) {
      return source.endsWith('/fonts.mjs') && importer?.includes('@grafana/ui')
        ? join(root, 'src/host/local-fonts.ts')
        : null;
    },
  };
}

/** Packages that change rarely and are always needed: one file the browser keeps across our own changes. */
const VENDOR = /node_modules\/(react|react-dom|scheduler|rxjs|lodash|moment|moment-timezone|@emotion|@grafana\/data)\//;

export default defineConfig({
  root,
  base: '/',
  plugins: [inlineWorker(), localFonts(), react(), grafanaIcons(), commonIcons(), dashboards()],
  resolve: {
    alias: [
      { find: /^grafana-internal\/(.*)$/, replacement: `${modules}/@grafana/$1` },
      // @grafana/ui asks for the default export of a CommonJS module that sets it by hand.
      {
        find: /^react-custom-scrollbars-2$/,
        replacement: join(root, 'src/host/custom-scrollbars.ts'),
      },
      // The router the plugins use (version 6) is also the one @grafana/ui's links must use.
      { find: /^react-router-dom-v5-compat$/, replacement: join(modules, 'react-router-dom') },
      { find: /^react-router-dom$/, replacement: join(modules, 'react-router-dom') },
    ],
    dedupe: ['react', 'react-dom', 'react-router', '@grafana/data', '@grafana/runtime', '@grafana/ui', 'rxjs'],
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2022',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'vendor', test: VENDOR, priority: 10 }] },
      },
    },
  },
});
