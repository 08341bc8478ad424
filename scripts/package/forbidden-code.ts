/** What Grafana's reviewers refuse in a plugin's sources, found by text: a subset of their rules that needs no parser. */

interface Rule {
  what: string;
  files: RegExp;
  pattern: RegExp;
}

const TS = /\.tsx?$/;
const GO = /\.go$/;

const RULES: Rule[] = [
  { what: 'a native dialog', files: TS, pattern: /(?<![\w.])(?:window\.)?(?:alert|confirm|prompt)\(/ },
  { what: 'window.open without noopener', files: TS, pattern: /window\.open\((?![^)]*noopener)/ },
  { what: 'window.location', files: TS, pattern: /window\.location\b/ },
  { what: 'console', files: TS, pattern: /(?<![\w.])console\.\w+\(/ },
  { what: '/api/ds/query called by hand', files: TS, pattern: /['"`]\/?api\/ds\/query/ },
  {
    what: 'testDatasource of a datasource with a backend',
    files: TS,
    pattern: /(?<![\w.])(?:override )?(?:async )?testDatasource\s*\(/i,
  },
  { what: '@ts-ignore or @ts-expect-error', files: TS, pattern: /@ts-(?:ignore|expect-error)/ },
  { what: 'a style sheet', files: TS, pattern: /import\s+['"][^'"]+\.(?:css|scss|sass|less)['"]/ },
  { what: "Emotion's Global or injectGlobal", files: TS, pattern: /<Global\b|\binjectGlobal\b/ },
  { what: "Grafana's own form classes", files: TS, pattern: /['"`\s]gf-form\b/ },
  { what: "React's internals", files: TS, pattern: /__SECRET_INTERNALS|__CLIENT_INTERNALS/ },
  { what: 'a feature toggle that is gone', files: TS, pattern: /featureToggles\.topnav\b/ },
  { what: 'code made from text', files: TS, pattern: /(?<![\w.])eval\(|new Function\(/ },
  { what: 'HTML that is not sanitised', files: TS, pattern: /dangerouslySetInnerHTML/ },
  { what: 'the environment', files: GO, pattern: /\bos\.(?:Environ|ExpandEnv|Getenv|LookupEnv)\b/ },
  {
    what: 'the file system',
    files: GO,
    pattern:
      /\bos\.(?:Open\w*|Create\w*|ReadFile|WriteFile|ReadDir|Mkdir\w*|Remove\w*|Rename|Stat)\b|\bioutil\.|\bfilepath\.(?:Walk\w*|Glob)\b/,
  },
  { what: 'syscall', files: GO, pattern: /\bsyscall\.\w/ },
  { what: 'fmt.Print', files: GO, pattern: /\bfmt\.Print/ },
  { what: 'other programs', files: GO, pattern: /\bexec\.Command/ },
];

const isComment = (line: string) => /^\s*(?:\/\/|\*|\/\*)/.test(line);

/** What a source file holds that would be refused: `file:line: what`. Tests are not shipped and not looked at. */
export function forbiddenIn(file: string, text: string): string[] {
  if (/(?:\.test\.tsx?|_test\.go)$/.test(file) || /\/testing\//.test(file)) {
    return [];
  }
  const rules = RULES.filter(({ files }) => files.test(file));
  return text
    .split('\n')
    .flatMap((line, index) =>
      isComment(line)
        ? []
        : rules.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${file}:${index + 1}: ${what}`)
    );
}
