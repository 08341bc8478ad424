/** The part of an Ajv error that is read here. */
interface AjvError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  message?: string;
}

const PLACES: Record<string, string> = {
  body: 'the body',
  querystring: 'the query string',
  params: 'the path',
  headers: 'the headers',
};

/** Which field of a request is wrong, and a sentence saying what was expected. */
export function validationSentence(
  errors: readonly AjvError[],
  context: string | undefined
): { field: string; message: string } {
  const place = PLACES[context ?? 'body'] ?? 'the request';
  const error = errors.find((one) => one.keyword === 'additionalProperties') ?? errors.at(-1);
  const path = (error?.instancePath ?? '').split('/').filter((part) => part !== '');
  if (!error) {
    return { field: '', message: `Something in ${place} does not fit the schema; see /documentation.` };
  }
  switch (error.keyword) {
    case 'additionalProperties': {
      const field = [...path, String(error.params.additionalProperty)].join('.');
      return { field, message: `“${field}” in ${place} is not known; see /documentation for what is.` };
    }
    case 'required': {
      const field = [...path, String(error.params.missingProperty)].join('.');
      return { field, message: `“${field}” is missing in ${place}.` };
    }
    case 'enum': {
      const allowed = (error.params.allowedValues as unknown[] | undefined)?.join(', ') ?? 'other values';
      const field = path.join('.');
      return { field, message: `“${field}” in ${place} must be one of ${allowed}.` };
    }
    default: {
      const field = path.join('.');
      const subject = field === '' ? capital(place) : `“${field}” in ${place}`;
      return { field, message: `${subject} ${error.message ?? 'does not fit the schema'}.` };
    }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
