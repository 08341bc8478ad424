/** Status changes that a shell command asks Task Master for. */
export interface StatusChange {
  taskId: string;
  status: string;
  tag?: string;
}

/** Commands that are Task Master, by the last part of their path; `tm` is its short name. */
const PROGRAMS = /^(task-master|task-master-ai|taskmaster|tm|task-master\.js|task-master-ai@.+|dev\.js)$/;
const SUBCOMMANDS = new Set(['set-status', 'mark', 'set']);
/** Longest command that is looked at: commands are short, and heredocs are not commands. */
const LONGEST = 20_000;

/** All status changes of a shell line, in order: every command of a list joined by `&&`, `||`, `;`, `|`, `&` or a new line. */
export function statusChanges(command: string): StatusChange[] {
  if (command.length > LONGEST || !/set-status|mark|set/.test(command)) {
    return [];
  }
  return commandsOf(command).flatMap(changesOf);
}

/** The ids of `5`, `5.2`, `5,6`, `5 6`: as Task Master shows them; nothing for what is no id. */
export function taskIds(value: unknown): string[] {
  const list = typeof value === 'number' ? String(value) : Array.isArray(value) ? value.join(',') : value;
  if (typeof list !== 'string' || list.length > 2000) {
    return [];
  }
  return list
    .split(/[\s,]+/)
    .map((id) => id.trim())
    .filter((id) => /^([A-Za-z]{1,10}-)?\d{1,9}(\.\d{1,9})*$/.test(id));
}

/** Splits a line into commands and these into words, quotes undone, as a POSIX shell would; expansions stay as they are. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const endWord = () => {
    if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) {
      commands.push(words);
      words = [];
    }
  };
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (quote !== '') {
      if (char === quote) {
        quote = '';
      } else if (char === '\\' && quote === '"' && i + 1 < line.length) {
        word += line[++i] as string;
      } else {
        word += char;
      }
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && i + 1 < line.length) {
      const next = line[++i] as string;
      if (next !== '\n') {
        word = (word ?? '') + next;
      }
    } else if (/[;&|\n(){}`]/.test(char)) {
      endCommand();
    } else if (/\s/.test(char)) {
      endWord();
    } else if (char === '#' && word === undefined) {
      const end = line.indexOf('\n', i);
      i = end < 0 ? line.length : end - 1;
    } else if (char === '$' && line[i + 1] === '(') {
      endCommand();
      i++;
    } else {
      word = (word ?? '') + char;
    }
  }
  endCommand();
  return commands;
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/;
/** Words that only start another command. */
const STARTERS = new Set([
  'npx',
  'bunx',
  'pnpm',
  'yarn',
  'npm',
  'bun',
  'exec',
  'dlx',
  'run',
  'node',
  'env',
  'command',
  'time',
  'sudo',
  'nohup',
  'then',
  'do',
  'else',
  'if',
  '!',
  '--',
]);

function changesOf(words: string[]): StatusChange[] {
  let at = 0;
  while (at < words.length && isBefore(words[at] as string)) {
    at++;
  }
  const program = words[at]?.split('/').at(-1) ?? '';
  if (!PROGRAMS.test(program) || !SUBCOMMANDS.has(words[at + 1] ?? '')) {
    return [];
  }
  const { options, rest } = optionsOf(words.slice(at + 2));
  const ids = taskIds(options.id ?? rest[0]);
  const status = (options.status ?? (options.id === undefined ? rest[1] : rest[0]))?.trim().toLowerCase();
  if (status === undefined || !/^[a-z][a-z_-]{0,40}$/.test(status)) {
    return [];
  }
  return ids.map((taskId) => (options.tag === undefined ? { taskId, status } : { taskId, status, tag: options.tag }));
}

function isBefore(word: string): boolean {
  return ASSIGNMENT.test(word) || STARTERS.has(word) || word.startsWith('-') || /^--?package=/.test(word);
}

const NAMES: Record<string, 'id' | 'status' | 'tag'> = {
  '-i': 'id',
  '--id': 'id',
  '-s': 'status',
  '--status': 'status',
  '--tag': 'tag',
  '-t': 'tag',
};
/** Other options that take a value, which must not be read as an id. */
const WITH_VALUE = new Set(['-f', '--file', '-p', '--project', '--format']);

function optionsOf(words: string[]): { options: { id?: string; status?: string; tag?: string }; rest: string[] } {
  const options: { id?: string; status?: string; tag?: string } = {};
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const equals = word.startsWith('-') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const known = NAMES[name];
    if (known !== undefined) {
      options[known] = equals < 0 ? words[++i] : word.slice(equals + 1);
    } else if (WITH_VALUE.has(name) && equals < 0) {
      i++;
    } else if (/^-[is]./.test(word)) {
      options[word[1] === 'i' ? 'id' : 'status'] = word.slice(2); // -i5
    } else if (/^\d*[<>]/.test(word)) {
      i += /[<>]$/.test(word) ? 1 : 0; // a redirection, with its file where that is a word of its own
    } else if (!word.startsWith('-')) {
      rest.push(word);
    }
  }
  return { options, rest };
}
