import { type Templates } from '../query/interpolate.ts';

type Value = string | string[];

/** A stand-in for Grafana's template service with these variables: replaces `$name` and `${name}` as it does. */
export function templatesOf(variables: Record<string, Value>, current: Record<string, Value> = {}): Templates {
  const glob = (value: Value) => (Array.isArray(value) ? `{${value.join(',')}}` : value);
  const regex = (value: Value) => (Array.isArray(value) ? `(${value.join('|')})` : value);
  return {
    getVariables: () =>
      Object.entries(variables).map(([name, value]) => ({ name, current: { value: current[name] ?? value } })),
    replace: (text, scopedVars = {}, format) =>
      text.replaceAll(
        /\$(\w+)|\$\{(\w+)(?::(\w+))?\}/g,
        (whole: string, plain?: string, braces?: string, own?: string) => {
          const name = plain ?? braces ?? '';
          const value = (scopedVars[name]?.value as Value | undefined) ?? variables[name];
          if (value === undefined) {
            return whole;
          }
          const how = own ?? format;
          return typeof how === 'function' ? how(value) : how === 'regex' ? regex(value) : glob(value);
        }
      ),
  };
}
