/** Node's own chatter about the inspector, which is our doing and not the program's output. */
const inspectorChatter =
  /^(Debugger (?:listening|ending) on ws:.*|For help, see: https:\/\/nodejs\.org\/.*|Debugger attached\.|Waiting for the debugger to disconnect\.\.\.)\r?\n/gm;

/** What a process prints to its standard error, as the program meant it. */
export function withoutInspectorChatter(text: string): string {
  return text.replace(inspectorChatter, '');
}
