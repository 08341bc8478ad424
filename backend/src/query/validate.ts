import { Compile, type Validator } from 'typebox/compile';
import { QUERY_SCHEMAS, type QueryOf, type QueryType, QUERY_TYPES } from '#contract/queries.ts';
import { QueryError } from './errors.ts';

/** Compiled on first use: a reader thread that only ever answers `status` need not compile eleven schemas. */
const validators = new Map<QueryType, Validator>();

function validatorOf(type: QueryType): Validator {
  let validator = validators.get(type);
  if (!validator) {
    validator = Compile(QUERY_SCHEMAS[type]) as unknown as Validator;
    validators.set(type, validator);
  }
  return validator;
}

interface Problem {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  message: string;
}

interface SchemaNode {
  type?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minLength?: number;
  maxItems?: number;
  enum?: unknown[];
  anyOf?: Array<{ const?: unknown }>;
  items?: SchemaNode;
  properties?: Record<string, SchemaNode>;
}

/** Follows `/filters/0/op` through a schema. */
function nodeAt(schema: SchemaNode, path: string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = schema;
  for (const part of path) {
    node = /^\d+$/.test(part) && node?.items ? node.items : node?.properties?.[part];
  }
  return node;
}

/** What a schema asks for, in words: `an integer from 1 to 1000`. */
export function expectation(node: SchemaNode | undefined): string {
  if (!node) {
    return 'something else';
  }
  const allowed = node.enum ?? node.anyOf?.map((one) => one.const).filter((one) => one !== undefined);
  if (allowed && allowed.length > 0) {
    return `one of ${allowed.join(', ')}`;
  }
  switch (node.type) {
    case 'integer':
    case 'number': {
      const noun = node.type === 'integer' ? 'an integer' : 'a number';
      if (node.minimum !== undefined && node.maximum !== undefined) {
        return `${noun} from ${node.minimum} to ${node.maximum}`;
      }
      return node.minimum === undefined ? noun : `${noun} of at least ${node.minimum}`;
    }
    case 'string': {
      const least = node.minLength ? `${node.minLength} to ` : 'at most ';
      return node.maxLength === undefined ? 'text' : `text of ${least}${node.maxLength} characters`;
    }
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list of ${node.items?.type === 'string' ? 'texts' : 'objects'}${node.maxItems === undefined ? '' : `, at most ${node.maxItems}`}`;
    case 'object':
      return `an object with the fields ${Object.keys(node.properties ?? {}).join(', ')}`;
    default:
      return node.type ?? 'something else';
  }
}

function sentence(type: QueryType, problem: Problem): string {
  const path = problem.instancePath.split('/').slice(1);
  if (problem.keyword === 'additionalProperties') {
    const unknown = (problem.params.additionalProperties as string[] | undefined)?.[0] ?? '?';
    const fields = Object.keys(nodeAt(QUERY_SCHEMAS[type] as SchemaNode, path)?.properties ?? {}).join(', ');
    return `Query field '${[...path, unknown].join('.')}' is not known to ${type}; known fields: ${fields}.`;
  }
  if (problem.keyword === 'required') {
    const missing = (problem.params.requiredProperties as string[] | undefined)?.[0] ?? '?';
    return `Query field '${[...path, missing].join('.')}' of ${type} is missing.`;
  }
  const expected = expectation(nodeAt(QUERY_SCHEMAS[type] as SchemaNode, path));
  return `Query field '${path.join('.')}' of ${type} must be ${expected}.`;
}

/** Ours and the most telling first: an unknown field also reports `schema is false` for itself. */
const rank = (problem: Problem) => (problem.keyword === 'boolean' ? 2 : problem.keyword === 'const' ? 1 : 0);

/** The query with its type, or a 400 that names the first field that is wrong and what was expected there. */
export function validateQuery<T extends QueryType>(type: T, query: unknown): QueryOf<T> {
  const value = query ?? {};
  const validator = validatorOf(type);
  if (!validator.Check(value)) {
    const problems = [...validator.Errors(value)] as unknown as Problem[];
    problems.sort((a, b) => rank(a) - rank(b));
    throw new QueryError(problems[0] ? sentence(type, problems[0]) : `The query is not a ${type} query.`);
  }
  return value as QueryOf<T>;
}

export function isQueryType(type: string): type is QueryType {
  return (QUERY_TYPES as string[]).includes(type);
}
