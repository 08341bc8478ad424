import { type Measured } from '../result.ts';
export const comparedRows = async (_sizes: { samples: number; spans: number }): Promise<Measured[]> => [];
