import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillRepository, repositoryUrl } from '../build/repository.mjs';
import { checkBundle, checkReadme, checkSvg } from './check-bundle.ts';
import { forbiddenIn } from './forbidden-code.ts';
import { checkPluginJson, type PluginJson } from './plugin-json.ts';
import { writeSums, writeZip } from './zip.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PLUGINS = globSync('plugins/**/plugin.json', { cwd: ROOT }).sort();
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const REPOSITORY = 'https://example.org/owner/name';
const shipped = (path: string) => fillRepository(path, text(path), REPOSITORY).replaceAll('%VERSION%', '0.0.0');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** The bundle as the build lays it down, with empty modules in the places of the built ones. */
function layBundle() {
  for (const path of PLUGINS) {
    const to = path.replace(/^plugins\/(?:app\/)?/, '');
    put(to, shipped(path).replaceAll('%TODAY%', '2026-01-01'));
    put(to.replace('plugin.json', 'module.js'), '');
    put(to.replace('plugin.json', 'module.js.map'), '{}');
    cpSync(join(ROOT, dirname(path), 'img'), join(folder, dirname(to), 'img'), { recursive: true });
  }
  put('README.md', shipped('plugins/app/README.md'));
  put('CHANGELOG.md', '## 0.0.0');
  put('LICENSE', text('LICENSE'));
}

describe('the sources the catalog gets', () => {
  it('are four plugins with a valid plugin.json each', () => {
    expect(PLUGINS.map((path) => (JSON.parse(text(path)) as PluginJson).id)).toEqual([
      'taskmaster-observability-app',
      'taskmaster-observability-datasource',
      'taskmaster-dependencygraph-panel',
      'taskmaster-timeline-panel',
    ]);
    expect(PLUGINS.flatMap((path) => checkPluginJson(JSON.parse(shipped(path)), path))).toEqual([]);
  });

  it('hold nothing its reviewers refuse', () => {
    const files = globSync('plugins/**/*.{ts,tsx,go}', { cwd: ROOT });
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((file) => forbiddenIn(file, text(file)))).toEqual([]);
  });

  it('make a bundle without faults', () => {
    layBundle();
    expect(checkBundle(folder, { version: '0.0.0' })).toEqual([]);
  });
});

describe('what a bundle lacks', () => {
  it.each([
    ['a source map', () => rmSync(join(folder, 'panel/dependency-graph/module.js.map')), /no source map/],
    ['a logo', () => rmSync(join(folder, 'datasource/img/logo.svg')), /img\/logo\.svg is missing/],
    [
      'a nested plugin',
      () => rmSync(join(folder, 'datasource/plugin.json')),
      /includes names datasource\/plugin\.json/,
    ],
    ['a file that is no development file', () => put('module.test.ts', ''), /does not belong/],
    ['its own version', () => put('CHANGELOG.md', '## 0.0.1'), /says nothing of 0\.0\.0/],
    ['a filled-in text', () => put('README.md', `${'a'.repeat(600)} %REPOSITORY%`), /placeholder/],
    ['a licence', () => put('LICENSE', 'All rights reserved'), /Apache-2\.0/],
  ])('is said: %s', (_name, spoil, sentence) => {
    layBundle();
    spoil();
    expect(checkBundle(folder, { version: '0.0.0' }).join('\n')).toMatch(sentence);
  });

  it('is said: executables', () => {
    layBundle();
    put('datasource/gpx_taskmaster_observability_datasource_linux_amd64', 'x'); // not to be run
    const said = checkBundle(folder, { version: '0.0.0', platforms: ['linux_amd64', 'darwin_arm64'] }).join('\n');
    expect(said).toMatch(/darwin_arm64 is missing/);
    expect(said).toMatch(/linux_amd64: its mode is not 0755/);
  });
});

describe('texts and pictures', () => {
  it('have absolute links and no comments', () => {
    const faults = checkReadme(`<!-- x -->[a](docs/a.md) [b](https://example.org) ![c](#c) ${'a'.repeat(600)}`);
    expect(faults).toEqual(['README.md: holds an HTML comment', 'README.md: the link docs/a.md is not absolute']);
  });

  it.each(['<svg onload="x()"/>', '<svg><script/></svg>', '<image href="https://example.org/a.png"/>'])(
    'run and fetch nothing: %s',
    (svg) => expect(checkSvg('a.svg', svg)).toHaveLength(1)
  );
});

describe('the repository', () => {
  it('is named by package.json or by the workflow', () => {
    expect(repositoryUrl({ repository: { url: 'git+https://example.org/a/b.git' } }, {})).toBe(
      'https://example.org/a/b'
    );
    const env = { GITHUB_SERVER_URL: 'https://example.org', GITHUB_REPOSITORY: 'a/b' };
    expect(repositoryUrl({}, env)).toBe('https://example.org/a/b');
    expect(repositoryUrl({}, {})).toBeUndefined();
  });

  it('is left out of texts and links where nobody names it', () => {
    const readme = fillRepository('README.md', text('plugins/app/README.md'), undefined);
    expect(readme).not.toContain('%REPOSITORY%');
    expect(checkReadme(readme)).toEqual([]);
    const json = JSON.parse(fillRepository('plugin.json', text('plugins/app/plugin.json'), undefined)) as PluginJson;
    expect(json.info.links).toEqual([]);
  });
});

describe('forbidden code', () => {
  it.each([
    ['a.ts', "window.open('https://example.org')", 1],
    ['a.ts', "window.open(url, '_blank', 'noopener,noreferrer')", 0],
    ['a.tsx', 'const { confirm } = props; confirmed();', 0],
    ['a.tsx', 'if (confirm("sure?")) {}', 1],
    ['a.ts', '// console.log(1)', 0],
    ['a.test.ts', 'console.log(1)', 0],
    ['a.go', 'fmt.Println(os.Getenv("HOME"))', 2],
    ['a.go', 'os.Exit(1)', 0],
  ])('%s: %s', (file, line, count) => {
    expect(forbiddenIn(file, line)).toHaveLength(count);
  });
});

describe('the archive', () => {
  it('has one root folder, is the same each time, and comes with its sums', async () => {
    layBundle();
    const [a, b] = [join(folder, '../a.zip'), join(folder, '../b.zip')];
    await writeZip(folder, 'the-app', a);
    put('README.md', shipped('plugins/app/README.md')); // written later: another time on disk
    await writeZip(folder, 'the-app', b);
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
    expect(readFileSync(a).includes('the-app/panel/dependency-graph/plugin.json')).toBe(true);
    const { sha1, sha256 } = writeSums(a);
    expect(readFileSync(`${a}.sha1`, 'utf8')).toBe(`${sha1}\n`);
    expect(readFileSync(`${a}.sha256`, 'utf8')).toBe(`${sha256}  a.zip\n`);
    [a, b, `${a}.sha1`, `${a}.sha256`].forEach((file) => rmSync(file));
  });
});
