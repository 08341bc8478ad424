/** The part of JSON Schema the query schemas use. */
export interface SchemaNode {
  type?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  enum?: unknown[];
  const?: unknown;
  anyOf?: SchemaNode[];
  items?: SchemaNode;
  properties?: Record<string, SchemaNode>;
}

/** A schema in a few words: `integer 1–1000`, `list of text`, `one of asc, desc`. */
export function schemaType(node: SchemaNode): string {
  const allowed = node.enum ?? node.anyOf?.map((one) => one.const).filter((one) => one !== undefined);
  if (allowed && allowed.length > 0) {
    return `one of ${allowed.map((one) => `\`${String(one)}\``).join(', ')}`;
  }
  switch (node.type) {
    case 'integer':
    case 'number':
      return node.minimum === undefined
        ? node.type
        : `${node.type} ${node.minimum}${node.maximum === undefined ? ' or more' : `–${node.maximum}`}`;
    case 'array':
      return `list of ${node.items ? schemaType(node.items) : 'anything'}`;
    case 'object':
      return `{${Object.entries(node.properties ?? {})
        .map(([name, one]) => `\`${name}\`: ${schemaType(one)}`)
        .join('; ')}}`;
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    default:
      return node.type ?? 'anything';
  }
}
