// Every relative link, picture and heading named in a *.md of the repository is there. Usage: node scripts/check-docs.mjs
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './lib/install.mjs';

const LINK = /\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;

/** The anchor GitHub makes of a heading. */
const anchor = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const files = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const faults = [];
for (const file of files.filter((path) => existsSync(join(root, path)))) {
  for (const [, inText, inTag] of readFileSync(join(root, file), 'utf8').matchAll(LINK)) {
    const link = inText ?? inTag;
    if (/^[a-z]+:/.test(link)) {
      continue;
    }
    if (link.startsWith('/') || link.includes('${') || /%[A-Z]+%/.test(link)) {
      continue; // an address on a server, or one that is filled in when the bundle is packed
    }
    const [path, heading] = link.split('#');
    const target = path ? join(root, dirname(file), decodeURIComponent(path)) : join(root, file);
    if (!existsSync(target)) {
      faults.push(`${file}: ${link} is not there`);
    } else if (heading && target.endsWith('.md')) {
      const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm);
      if (![...headings].some(([, text]) => anchor(text) === heading)) {
        faults.push(`${file}: ${link} names no heading`);
      }
    }
  }
}
process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
process.exitCode = faults.length > 0 ? 1 : 0;
