import { isAscii, isUtf8 } from 'node:buffer';

/** Reads the text of a task file, or says in a sentence what is wrong with it and where. Never throws. */

export type ParseResult = { ok: true; value: unknown } | { ok: false; problem: string; line?: number };

/** Number literals such as 1.10, which JSON.parse turns into 1.1: as an id or a dependency the zero matters. */
const TRAILING_ZERO = /\d\.\d*0\s*[,}\]]/;
const CONFLICT = /^(<{7}|={7}|>{7})( |$)/m;
const BOM = '\uFEFF';

export function parseJson(bytes: Uint8Array): ParseResult {
  if (!isUtf8(bytes)) {
    return { ok: false, problem: 'The file is not UTF-8 text (bad bytes in it)' };
  }
  // A string of one byte a character is made, scanned and parsed several times as fast.
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(isAscii(bytes) ? 'latin1' : 'utf8');
  if (text.startsWith(BOM)) {
    text = text.slice(1);
  }
  if (text.trim() === '') {
    return { ok: false, problem: 'The file is empty, as a failed write leaves it' };
  }
  try {
    return { ok: true, value: TRAILING_ZERO.test(text) ? parseKeepingZeros(text) : JSON.parse(text) };
  } catch (error) {
    return explain(text, error instanceof Error ? error.message : String(error));
  }
}

/** As JSON.parse, but `id`s and array items such as 1.10 stay text. Slower, so only where such a literal occurs. */
function parseKeepingZeros(text: string): unknown {
  const reviver = function (this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
    if (typeof value !== 'number' || !(key === 'id' || Array.isArray(this))) {
      return value;
    }
    const source = context?.source ?? '';
    return /^\d+\.\d*0$/.test(source) ? source : value;
  };
  return JSON.parse(text, reviver as (this: unknown, key: string, value: unknown) => unknown);
}

function explain(text: string, message: string): ParseResult {
  const conflict = CONFLICT.exec(text);
  if (conflict) {
    return { ok: false, problem: 'The file has merge-conflict markers in it', line: lineAt(text, conflict.index) };
  }
  const position = /position (\d+)/.exec(message)?.[1];
  const index = position === undefined ? text.length : Number(position);
  const line = lineAt(text, index);
  if (/after JSON|non-whitespace/i.test(message)) {
    return {
      ok: false,
      problem: `There is something after the end of the JSON (line ${line}): two documents in one?`,
      line,
    };
  }
  if (/control character/i.test(message)) {
    return { ok: false, problem: `A raw control character stands in a text (line ${line}): not JSON`, line };
  }
  if (/unexpected end|unterminated/i.test(message)) {
    return { ok: false, problem: `The JSON stops in the middle (line ${line}): half written?`, line };
  }
  return { ok: false, problem: `Not JSON (line ${line}): ${message}`, line };
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
    line++;
  }
  return line;
}
