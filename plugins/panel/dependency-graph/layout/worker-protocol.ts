import type { LayoutInput, LayoutResult } from './types.ts';

/** What the page sends to the layout worker. */
export interface LayoutRequest {
  id: number;
  input: LayoutInput;
}

/** What the worker answers; `ready` comes once, before anything is asked. */
export type LayoutReply =
  | { type: 'ready' }
  | { type: 'done'; id: number; result: LayoutResult }
  | { type: 'failed'; id: number; message: string };
