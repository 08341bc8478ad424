/** One record of a body, or why it is none. */
export interface RecordItem {
  value?: unknown;
  problem?: string;
}

const DECODER = new TextDecoder(); // drops a byte order mark

/**
 * The records of a body that is a JSON array, one JSON value, or one JSON value a line. A broken line is a problem of its
 * own; the others are read. Throws a SyntaxError where nothing can be read.
 */
export function readRecords(body: Uint8Array): RecordItem[] {
  const text = DECODER.decode(body).trim();
  if (text === '') {
    throw new SyntaxError('it is empty');
  }
  if (text.startsWith('[')) {
    const list: unknown = parse(text);
    return Array.isArray(list) ? list.map((value) => ({ value })) : [{ value: list }];
  }
  const lines = text.includes('\n') ? text.split('\n').filter((line) => line.trim() !== '') : [text];
  if (lines.length === 1) {
    return [{ value: parse(text) }];
  }
  const whole = tryParse(`[${lines.join(',')}]`); // one parse of all lines is far cheaper than one of each
  if (Array.isArray(whole) && whole.length === lines.length) {
    return whole.map((value: unknown) => ({ value }));
  }
  const pretty = tryParse(text); // a single object over several lines
  if (pretty !== undefined) {
    return [{ value: pretty }];
  }
  return lines.map((line) => {
    const value = tryParse(line);
    return value === undefined ? { problem: 'the line is not JSON' } : { value };
  });
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Parses, and says where it failed without quoting what may be private. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const place = /position \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    throw new SyntaxError(`it is not JSON${place === undefined ? '' : ` (${place})`}`);
  }
}
