import Type from 'typebox';

/** Shapes that several routes answer with. Bodies from reader threads are bytes already and are sent as they are. */

export const ErrorAnswer = Type.Object(
  {
    statusCode: Type.Integer(),
    error: Type.String(),
    code: Type.String({ description: 'Machine-readable name of what went wrong' }),
    message: Type.String({ description: 'What, where and what to do, in a sentence' }),
    field: Type.Optional(Type.String({ description: 'Field of the request it is about' })),
  },
  { title: 'Error' }
);

export const errorAnswers = {
  '4xx': ErrorAnswer,
  '5xx': ErrorAnswer,
};

export const AppendAnswer = Type.Object(
  {
    seq: Type.Integer({ description: 'Place of the newest event in the journal' }),
    accepted: Type.Integer({ description: 'Records written' }),
    duplicates: Type.Integer({ description: 'Records whose id was known: acknowledged, not written again' }),
    rejected: Type.Array(
      Type.Object({
        index: Type.Optional(Type.Integer({ description: 'Place in the request' })),
        message: Type.String({ description: 'Field and what was expected' }),
      })
    ),
  },
  { title: 'Appended', description: 'What became of the records, after they are on disk' }
);

/** JSON of any form, as bytes. */
export const AnyJson = Type.Unsafe<Uint8Array>({ description: 'JSON', type: 'object', additionalProperties: true });
export const AnyList = Type.Unsafe<Uint8Array>({ description: 'JSON', type: 'array', items: {} });

export const Identifier = Type.String({ minLength: 1, maxLength: 512 });
