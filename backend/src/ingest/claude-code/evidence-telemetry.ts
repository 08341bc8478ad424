import { type Contents } from '../redact/values.ts';
import { type Emitter, type Place } from './emit.ts';
import { changesOfCall, emitChanges } from './evidence.ts';

/**
 * Evidence from a tool call's contents in telemetry, where the user let Claude Code report them: `tool_input` and
 * `tool_parameters` (JSON in text) of an event, `full_command` of a span.
 */
export function evidenceOfContents(
  emitter: Emitter,
  tool: string | undefined,
  contents: Contents | undefined,
  place: Place,
  callId: string
): void {
  if (contents === undefined || tool === undefined) {
    return;
  }
  const parameters = parsed(contents.tool_parameters);
  const input = parsed(contents.tool_input);
  const command = contents.full_command ?? parameters?.full_command ?? input?.command;
  const name = tool === 'mcp_tool' ? mcpName(parameters) : tool;
  const changes = changesOfCall(name, typeof command === 'string' ? { command } : (input ?? parameters));
  emitChanges(emitter, changes, place, callId, name, emitter.context);
}

/** Events name MCP tools only by their parameters. */
function mcpName(parameters: Record<string, unknown> | undefined): string {
  return `mcp__${String(parameters?.mcp_server_name ?? '')}__${String(parameters?.mcp_tool_name ?? '')}`;
}

function parsed(value: unknown): Record<string, unknown> | undefined {
  if (typeof value === 'object' && value !== null) {
    return value as Record<string, unknown>;
  }
  if (typeof value !== 'string' || !value.startsWith('{')) {
    return undefined;
  }
  try {
    const object: unknown = JSON.parse(value);
    return typeof object === 'object' && object !== null ? (object as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // cut off by the sender: no evidence in it
  }
}
