import { QueryError } from '../errors.ts';

/** Arguments of a read, checked: they come from URLs and other programs. */

export function textArg(args: Record<string, unknown>, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  if (typeof value !== 'string' || value.length > 1024) {
    throw new QueryError(`'${name}' must be text of at most 1024 characters.`);
  }
  return value;
}

export function neededText(args: Record<string, unknown>, name: string): string {
  const value = textArg(args, name);
  if (value === undefined) {
    throw new QueryError(`'${name}' is missing.`);
  }
  return value;
}

export function numberArg(args: Record<string, unknown>, name: string): number | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isFinite(number)) {
    throw new QueryError(`'${name}' must be a number.`);
  }
  return number;
}

/** Which part of a list is asked for. */
export interface Page {
  limit: number;
  offset: number;
}

export function pageArg(args: Record<string, unknown>, usual: number, most: number): Page {
  const limit = numberArg(args, 'limit') ?? usual;
  const offset = numberArg(args, 'offset') ?? 0;
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw new QueryError(`'limit' must be an integer from 1 to ${most}.`);
  }
  if (!Number.isInteger(offset) || offset < 0) {
    throw new QueryError(`'offset' must be an integer of at least 0.`);
  }
  return { limit, offset };
}
