import { runLayout } from './layout-graph.ts';
import type { LayoutReply, LayoutRequest } from './worker-protocol.ts';

/** The worker's global scope, as far as this file uses it (the page's own types say `Window`). */
interface Scope {
  onmessage: ((event: { data: LayoutRequest }) => void) | null;
  postMessage: (reply: LayoutReply, transfer?: Transferable[]) => void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data }) => {
  try {
    const result = runLayout(data.input);
    scope.postMessage({ type: 'done', id: data.id, result }, [
      result.boxes.buffer as ArrayBuffer,
      result.points.buffer as ArrayBuffer,
      result.offsets.buffer as ArrayBuffer,
    ]);
  } catch (error) {
    scope.postMessage({ type: 'failed', id: data.id, message: error instanceof Error ? error.message : String(error) });
  }
};

scope.postMessage({ type: 'ready' });
