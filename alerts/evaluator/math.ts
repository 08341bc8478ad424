import { keyOf, type Labels, labelsOf, type Value } from './values.ts';

/** Grafana's math expressions as far as the rules use them: numbers, `$A`, `+ - * /`, comparisons, `&& ||`, brackets. */

type Node = { number: number } | { name: string } | { op: string; left: Node; right: Node };

/** Loosest first, as `pkg/expr/mathexp/parse/parse.go` has it. */
const LEVELS = [['||'], ['&&'], ['==', '!=', '>', '>=', '<', '<='], ['+', '-'], ['*', '/']];

export function parse(text: string): Node {
  const tokens = text.match(/\$\{?[A-Z]\}?|\d+(?:\.\d+)?|\|\||&&|[=!<>]=|[-+*/()<>]/g) ?? [];
  let at = 0;
  const level = (depth: number): Node => {
    if (depth === LEVELS.length) {
      return atom();
    }
    let left = level(depth + 1);
    while (LEVELS[depth]!.includes(tokens[at] ?? '')) {
      const op = tokens[at++]!;
      left = { op, left, right: level(depth + 1) };
    }
    return left;
  };
  const atom = (): Node => {
    const token = tokens[at++];
    if (token === '(') {
      const inner = level(0);
      if (tokens[at++] !== ')') {
        throw new Error(`A bracket is not closed in “${text}”.`);
      }
      return inner;
    }
    if (token?.startsWith('$')) {
      return { name: token.replaceAll(/[${}]/g, '') };
    }
    const number = Number(token);
    if (token === undefined || Number.isNaN(number)) {
      throw new Error(`“${token}” was not expected in “${text}”.`);
    }
    return { number };
  };
  const whole = level(0);
  if (at < tokens.length) {
    throw new Error(`“${tokens[at]}” was not expected in “${text}”.`);
  }
  return whole;
}

export function evaluate(node: Node, vars: ReadonlyMap<string, readonly Value[]>): Value[] {
  if ('number' in node) {
    return [{ type: 'scalar', value: node.number }];
  }
  if ('name' in node) {
    const values = vars.get(node.name);
    if (!values) {
      throw new Error(`There is no $${node.name}.`);
    }
    return [...values];
  }
  return unions(evaluate(node.left, vars), evaluate(node.right, vars)).map(({ labels, a, b }) =>
    combine(node.op, labels, a, b)
  );
}

interface Union {
  labels: Labels;
  a: Value;
  b: Value;
}

/**
 * Which values of both sides belong together (`union` in `mathexp/exp.go`): equal labels, one side without any, or one side's
 * among the other's. One value on each side that do not fit are combined all the same, without labels.
 */
function unions(left: readonly Value[], right: readonly Value[]): Union[] {
  const [a0] = left;
  const [b0] = right;
  if (!a0 || !b0) {
    return [];
  }
  if ((left.length === 1 || right.length === 1) && (a0.type === 'nodata' || b0.type === 'nodata')) {
    return [{ labels: {}, a: a0, b: b0 }];
  }
  const found: Union[] = [];
  for (const a of left) {
    for (const b of right) {
      const labels = common(labelsOf(a), labelsOf(b));
      if (labels) {
        found.push({ labels, a, b });
      }
    }
  }
  return found.length === 0 && left.length === 1 && right.length === 1 ? [{ labels: {}, a: a0, b: b0 }] : found;
}

function common(a: Labels, b: Labels): Labels | undefined {
  const [few, many] = Object.keys(a).length <= Object.keys(b).length ? [a, b] : [b, a];
  const size = Object.keys(few).length;
  if (size === 0) {
    return many;
  }
  if (size === Object.keys(many).length) {
    return keyOf(few) === keyOf(many) ? many : undefined;
  }
  return Object.entries(few).every(([name, value]) => many[name] === value) ? many : undefined;
}

function combine(op: string, labels: Labels, a: Value, b: Value): Value {
  if (a.type === 'nodata' || b.type === 'nodata') {
    return { type: 'nodata' };
  }
  if (a.type === 'series' || b.type === 'series') {
    throw new Error('Math over series is not used by the rules: reduce first.');
  }
  if (a.type === 'scalar' && b.type === 'scalar') {
    return { type: 'scalar', value: binary(op, a.value, b.value) };
  }
  const known = a.value !== null && b.value !== null;
  return { type: 'number', labels, value: known ? binary(op, a.value!, b.value!) : null };
}

/** `binaryOp` in `mathexp/exp.go`: a comparison is 1 or 0, what is NaN stays so, except behind `&&` and `||`. */
function binary(op: string, a: number, b: number): number {
  if (op === '||' && a !== 0) {
    return 1;
  }
  if (op === '&&' && a === 0) {
    return 0;
  }
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return NaN;
  }
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '>':
      return Number(a > b);
    case '>=':
      return Number(a >= b);
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '&&':
      return Number(b !== 0);
    default:
      return Number(b !== 0); // ||
  }
}
