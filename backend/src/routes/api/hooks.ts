import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { HttpError } from '../../plugins/http-error.ts';
import { keepBodiesRaw } from '../../plugins/raw-bodies.ts';
import { ingest } from '../ingest.ts';
import { errorAnswers } from '../schemas.ts';

/** Hooks of Claude Code. The agent waits for the answer, so it is empty (“go on”) and comes as soon as the event is on disk. */
export const hooksRoute: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(async (raw) => {
    keepBodiesRaw(raw);
    raw.post(
      '/api/v1/hooks/claude-code',
      {
        logLevel: 'warn',
        schema: {
          tags: ['ingest'],
          summary: 'A hook event of Claude Code',
          description:
            'The JSON a hook gets on its standard input. The answer is an empty hook output: it decides nothing.',
          consumes: ['application/json'],
          response: { 200: Type.Object({}, { description: 'Empty hook output' }), ...errorAnswers },
        },
        config: {
          openapiBody: {
            'application/json': {
              schema: { type: 'object', additionalProperties: true },
              examples: [
                { session_id: '0d1f…', hook_event_name: 'PostToolUse', cwd: '/home/me/shop', tool_name: 'Bash' },
              ],
            },
          },
        },
      },
      async (request) => {
        const result = await ingest(app, request, 'claude-hook');
        const first = result.rejected[0];
        if (first && result.accepted === 0 && result.duplicates === 0) {
          throw new HttpError(400, 'INVALID', first.message);
        }
        return {};
      }
    );
  });
};
