import { type Plugin } from 'vite';

export const QUERY: string;
export function bundleWorker(entry: string): Promise<{ code: string; inputs: string[] }>;
export function inlineWorker(): Plugin;
