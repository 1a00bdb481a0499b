import type { Protocol } from 'devtools-protocol';
import type { TraceFrame } from '../../core/heap/heapGraph';

/** A frame that the sampler saw, as a snapshot has it. */
export function traceFrame({
  functionName,
  url,
  scriptId,
  lineNumber,
  columnNumber,
}: Protocol.Runtime.CallFrame): TraceFrame {
  return {
    functionName,
    scriptName: url,
    scriptId: Number(scriptId),
    line0: lineNumber,
    column0: columnNumber,
  };
}
