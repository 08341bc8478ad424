import { type Attributes } from './otlp-bodies.ts';

export const MODELS = ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5'] as const;
export type Model = (typeof MODELS)[number];

/** US dollars per million tokens: input, output, cache read, cache creation. The sample's own figures, only to look plausible. */
const PRICES: Record<Model, readonly [number, number, number, number]> = {
  'claude-opus-4-5': [5, 25, 0.5, 6.25],
  'claude-sonnet-4-5': [3, 15, 0.3, 3.75],
  'claude-haiku-4-5': [1, 5, 0.1, 1.25],
};

/** One answer of a model: what it read and wrote, in tokens, and what that cost, in US dollars. */
export interface Request {
  model: Model;
  input: number;
  output: number;
  cacheRead: number;
  cacheCreation: number;
  costUsd: number;
}

export function drawRequest(model: Model, random: () => number): Request {
  const tokens = [
    300 + Math.floor(random() * 2500),
    200 + Math.floor(random() * 1800),
    8000 + Math.floor(random() * 40_000),
    Math.floor(random() * 6000),
  ] as const;
  const [input, output, cacheRead, cacheCreation] = tokens;
  const costUsd = tokens.reduce((sum, count, index) => sum + (count * (PRICES[model][index] ?? 0)) / 1e6, 0);
  return { model, input, output, cacheRead, cacheCreation, costUsd };
}

/** The fields by which log events and spans tell a request's usage. */
export function usageFields({ model, input, output, cacheRead, cacheCreation }: Request): Attributes {
  return {
    model,
    input_tokens: input,
    output_tokens: output,
    cache_read_tokens: cacheRead,
    cache_creation_tokens: cacheCreation,
  };
}
