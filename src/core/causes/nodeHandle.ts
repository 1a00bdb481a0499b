import type { HeapIndex } from '../heap/heapIndex';
import { inheritsFrom } from './className';

/** Of these Node makes what it keeps open; a MessagePort's prototypes were set to the latter afterwards. */
const handleClasses = ['HandleWrap', 'NodeEventTarget'] as const;

/** Whether a node is something that Node keeps open by itself: a socket, a server, a watcher, a port. */
export function isNodeHandle(index: HeapIndex, node: number): boolean {
  return handleClasses.some((name) => inheritsFrom(index, node, name));
}
