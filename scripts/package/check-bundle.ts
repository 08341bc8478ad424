import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkPluginJson, type PluginJson } from './plugin-json.ts';

/** Every platform the catalog's archive has an executable for. */
export const PLATFORMS = [
  'linux_amd64',
  'linux_arm64',
  'linux_arm',
  'darwin_amd64',
  'darwin_arm64',
  'windows_amd64.exe',
];

export interface BundleOptions {
  version: string;
  /** Executables that have to be there; none where no Go toolchain is. */
  platforms?: string[];
}

const posix = (path: string) => path.replaceAll('\\', '/');
const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

/** Texts people read in the catalog: there, filled in, without what the catalog cannot show. */
export function checkReadme(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|href)="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? '');
  const relative = links.filter((link) => !/^https?:\/\//.test(link) && !link.startsWith('#'));
  return [
    ...(text.trim().length < 500 ? ['README.md: says too little'] : []),
    ...(text.includes('<!--') ? ['README.md: holds an HTML comment'] : []),
    ...relative.map((link) => `README.md: the link ${link} is not absolute`),
  ];
}

function checkLicence(text: string): string[] {
  const isApache = /Apache License\s+Version 2\.0/.test(text);
  return isApache && !/\[name of copyright owner\]\s*$/.test(text) ? [] : ['LICENSE: is not the text of Apache-2.0'];
}

/** Pictures of the bundle are shown inside Grafana: nothing in them may run or be fetched. */
export function checkSvg(file: string, text: string): string[] {
  const unsafe = /<script|<foreignObject|\son\w+=|javascript:|(?:href|src)="(?:https?:)?\/\//i.exec(text);
  return unsafe ? [`${file}: holds ${unsafe[0].trim()}`] : [];
}

const UNWANTED =
  /(?:^|\/)(?:node_modules|\.git|\.env|\.DS_Store|.*\.(?:tsx?|test\.js|go|orig|swp)|go\.(?:mod|sum)|.*delve.*)(?:\/|$)/;

function checkFiles(folder: string, files: string[]): string[] {
  const modules = files.filter((file) => file.endsWith('.js'));
  return [
    ...['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE'].flatMap((file) =>
      files.includes(file) ? [] : [`${file} is missing`]
    ),
    ...files.filter((file) => UNWANTED.test(file)).map((file) => `${file}: does not belong in the bundle`),
    ...modules
      .filter((file) => !files.includes(`${file}.map`))
      .map((file) => `${file}: has no source map; reviewers read the sources from it`),
    ...files.filter((file) => file.endsWith('.svg')).flatMap((file) => checkSvg(file, read(folder, file))),
    ...files
      .filter((file) => /\.(?:json|md)$/.test(file) && /%[A-Z_]{4,}%/.test(read(folder, file)))
      .map((file) => `${file}: a placeholder was not filled in`),
  ];
}

function checkPlugin(folder: string, file: string, { version, platforms = [] }: BundleOptions): string[] {
  const json = JSON.parse(read(folder, file)) as PluginJson;
  const faults = checkPluginJson(json, file);
  if (faults.length > 0) {
    return faults;
  }
  const base = posix(dirname(file));
  const inside = (path: string) => (base === '.' ? path : `${base}/${path}`);
  const { logos, screenshots = [], updated } = json.info;
  const pictures = [logos.small, logos.large, ...screenshots.map(({ path }) => path)];
  const executables = json.executable ? platforms.map((platform) => inside(`${json.executable}_${platform}`)) : [];
  return [
    ...(json.info.version === version ? [] : [`${file}: version ${json.info.version}, package.json says ${version}`]),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(updated) ? [] : [`${file}: “${updated}” is no date`]),
    ...pictures.filter((path) => !existsSync(join(folder, inside(path)))).map((path) => `${file}: ${path} is missing`),
    ...executables.flatMap((path) => {
      const found = statSync(join(folder, path), { throwIfNoEntry: false });
      const runs = process.platform === 'win32' || ((found?.mode ?? 0) & 0o777) === 0o755;
      return !found ? [`${path} is missing`] : runs ? [] : [`${path}: its mode is not 0755`];
    }),
  ];
}

/** The plugins an app carries are named in it, and only those. */
function checkNesting(folder: string, nested: string[]): string[] {
  const { includes = [] } = JSON.parse(read(folder, 'plugin.json')) as PluginJson;
  const declared = includes.filter(({ path }) => path.endsWith('plugin.json'));
  return [
    ...nested
      .filter((file) => !declared.some(({ path }) => path === file))
      .map((file) => `plugin.json: includes does not name ${file}`),
    ...declared.flatMap(({ path, type }) => {
      if (!nested.includes(path)) {
        return [`plugin.json: includes names ${path}, which is not there`];
      }
      const { type: own } = JSON.parse(read(folder, path)) as PluginJson;
      return own === type ? [] : [`plugin.json: includes calls ${path} a ${type}, it is a ${own}`];
    }),
  ];
}

/** Everything the catalog's validator would say about a built bundle that can be seen without it; a sentence each. */
export function checkBundle(folder: string, options: BundleOptions): string[] {
  const files = globSync('**/*', { cwd: folder, exclude: () => false })
    .map(posix)
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
  const plugins = files.filter((file) => file === 'plugin.json' || file.endsWith('/plugin.json'));
  const has = (file: string) => files.includes(file);
  return [
    ...checkFiles(folder, files),
    ...plugins.flatMap((file) => checkPlugin(folder, file, options)),
    ...(has('plugin.json')
      ? checkNesting(
          folder,
          plugins.filter((file) => file !== 'plugin.json')
        )
      : []),
    ...(has('README.md') ? checkReadme(read(folder, 'README.md')) : []),
    ...(has('LICENSE') ? checkLicence(read(folder, 'LICENSE')) : []),
    ...(has('CHANGELOG.md') && !read(folder, 'CHANGELOG.md').includes(options.version)
      ? [`CHANGELOG.md: says nothing of ${options.version}`]
      : []),
  ];
}
