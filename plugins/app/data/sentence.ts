interface Told {
  message?: unknown;
  error?: unknown;
  statusText?: unknown;
  status?: unknown;
  data?: { message?: unknown; error?: unknown } | null;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** What went wrong, as a sentence for the user, from whatever was thrown: an Error, a failed request, an answer's error. */
export function sentenceOf(thrown: unknown): string {
  const told = (typeof thrown === 'object' && thrown !== null ? thrown : { message: thrown }) as Told;
  const inner = typeof told.error === 'object' && told.error !== null ? (told.error as Told).message : told.error;
  const text = [told.data?.message, told.message, inner, told.data?.error, told.statusText].find(isText);
  const sentence = text?.trim() ?? 'Something failed and did not say why.';
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** The HTTP status of a failed request, 0 where there was no answer, undefined where it was no request. */
export function statusOf(thrown: unknown): number | undefined {
  const status = typeof thrown === 'object' && thrown !== null ? (thrown as Told).status : undefined;
  return typeof status === 'number' ? status : undefined;
}
