import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { QueryRequest, QUERY_TYPES } from '#contract/queries.ts';
import { HttpError } from '../../plugins/http-error.ts';
import { sendJson } from '../json-bytes.ts';
import { whenGone } from '../when-gone.ts';
import { AnyJson, errorAnswers } from '../schemas.ts';

const EXAMPLE = {
  queries: [
    { refId: 'A', queryType: 'tasks', timeRange: { from: 'now-6h', to: 'now' }, query: { status: ['in-progress'] } },
  ],
};

/** Structured queries in, Grafana's data-frame JSON out. */
export const queryRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/api/v1/query',
    {
      schema: {
        tags: ['query'],
        summary: 'Ask one or more queries',
        description: `Each query has a \`queryType\` (${QUERY_TYPES.join(', ')}) and its own fields inside \`query\`. The answer holds, for each \`refId\`, frames in Grafana’s data-frame JSON or an error.`,
        body: { ...QueryRequest, examples: [EXAMPLE] } as typeof QueryRequest,
        response: { 200: AnyJson, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const seen = new Set<string>();
      request.body.queries.forEach(({ refId }, index) => {
        if (seen.has(refId)) {
          throw new HttpError(400, 'INVALID', `The refId “${refId}” is used twice: each query needs one of its own.`, {
            field: `queries.${index}.refId`,
          });
        }
        seen.add(refId);
      });
      return sendJson(reply, await app.service.store.query(request.body, whenGone(reply)));
    }
  );
};
