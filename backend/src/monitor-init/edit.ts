import { applyEdits, type FormattingOptions, modify, parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { isOurs, type Wanted } from './settings.ts';

/** Edits a settings file as text, so that comments, order and form of everything else stay. Pure. */

export interface Added {
  text: string;
  /** Variables that were set to something else already and are left as they are. */
  kept: Array<{ name: string; value: string }>;
}

type Settings = { env?: Record<string, unknown>; hooks?: Record<string, unknown> };

/** The settings in a text; a string is the sentence to refuse it with. */
export function readSettings(text: string): Settings | string {
  const errors: ParseError[] = [];
  const value: unknown = text.trim() === '' ? {} : parse(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length;
    return `it is not valid JSON: ${printParseErrorCode(first.error)} in line ${line}`;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : 'it holds no settings object';
}

/** Adds what is wanted and not there yet. The text has been checked with `readSettings`. */
export function addSettings(text: string, wanted: Wanted): Added {
  let result = text.trim() === '' ? '{}\n' : text;
  const form = formOf(text);
  const settings = readSettings(result) as Settings;
  const kept: Added['kept'] = [];
  for (const [name, value] of Object.entries(wanted.env)) {
    const present = settings.env?.[name];
    if (present === undefined) {
      result = set(result, ['env', name], value, form);
    } else if (present !== value) {
      kept.push({ name, value: String(present) });
    }
  }
  for (const [event, group] of Object.entries(wanted.hooks)) {
    const groups = settings.hooks?.[event];
    result = Array.isArray(groups)
      ? set(result, ['hooks', event, groups.length], group, form, true)
      : set(result, ['hooks', event], [group], form);
  }
  return { text: result, kept };
}

/** Takes away what was written by us: our hooks, and variables that still have the value we gave them. */
export function removeSettings(text: string, env: Record<string, string>): string {
  let result = text;
  const form = formOf(text);
  const settings = readSettings(text);
  if (typeof settings === 'string') {
    return text;
  }
  for (const [event, groups] of Object.entries(settings.hooks ?? {})) {
    if (!Array.isArray(groups) || !groups.some(isOurs)) {
      continue;
    }
    if (groups.every(isOurs)) {
      result = set(result, ['hooks', event], undefined, form);
      continue;
    }
    for (let index = groups.length - 1; index >= 0; index -= 1) {
      if (isOurs(groups[index])) {
        result = set(result, ['hooks', event, index], undefined, form);
      }
    }
  }
  for (const [name, value] of Object.entries(env)) {
    if (settings.env?.[name] === value) {
      result = set(result, ['env', name], undefined, form);
    }
  }
  return withoutEmpty(result, settings, form);
}

/** Removes `env` and `hooks` where our entries were all they had. */
function withoutEmpty(text: string, before: Settings, form: FormattingOptions): string {
  const after = readSettings(text) as Settings;
  return (['env', 'hooks'] as const).reduce((result, key) => {
    const emptied = before[key] !== undefined && Object.keys(before[key]).length > 0;
    return emptied && Object.keys(after[key] ?? {}).length === 0 ? set(result, [key], undefined, form) : result;
  }, text);
}

function set(
  text: string,
  path: Array<string | number>,
  value: unknown,
  formattingOptions: FormattingOptions,
  isArrayInsertion = false
): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}

/** How the file is indented and how its lines end. */
function formOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
