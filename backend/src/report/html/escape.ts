/** Markup that is whole; anything else is text and is escaped where it is put in. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | undefined | readonly Part[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML and SVG, in content and in attributes; without control characters, which XML does not have. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, ' ')
    .replaceAll(/[&<>"']/g, (char) => ENTITIES[char]!);

function write(part: Part): string {
  if (part instanceof Markup) {
    return part.text;
  }
  if (Array.isArray(part)) {
    return (part as readonly Part[]).map(write).join('');
  }
  return part === null || part === undefined ? '' : escape(String(part as string | number));
}

/** Markup with values put in: texts escaped, markup as it is, lists joined. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.reduce((before, text, at) => before + write(parts[at - 1]) + text));
}
