import type { HeapIndex } from '../../core/heap/heapIndex';
import type { SeeingClosure } from '../describe/variableInSource';
import type { Target } from '../process/target';
import { propertyOf } from '../protocol/propertyOf';
import { release, type RemoteObject } from '../protocol/remoteObject';
import { liveNode } from './liveNode';

/**
 * A handle to the scope that a closure sees at a depth: an object with its variables. V8 lists the scopes innermost
 * first, and has no handle to a context by itself.
 */
export async function liveScope(
  target: Target,
  index: HeapIndex,
  { node, depth }: SeeingClosure,
): Promise<RemoteObject | undefined> {
  const { client } = target;
  const closure = await liveNode(target, index, node);
  const scopes = closure && (await propertyOf(client, closure, '[[Scopes]]'));
  const scope = scopes && (await propertyOf(client, scopes, String(depth)));
  for (const handle of [closure, scopes]) {
    if (handle !== undefined) await release(client, handle);
  }
  return scope;
}
