import { edgeLabel } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import type { HeapLink } from './chain';
import type { GrowthGroup } from './frontier';

/** Callbacks that wait in an object of Node's to be called: who is listened to, and for what. */
export interface Listening {
  readonly by: 'EventEmitter' | 'EventTarget' | 'diagnostics channel';
  /** Position in the chain of what is listened to. */
  readonly emitterAt: number;
  /** As it would be written in the source; absent where each call listens to another: that is data. */
  readonly event?: string;
}

/**
 * Node keeps the listeners of an emitter under `_events`, by event: one function, or an array from
 * the second on. Those of an EventTarget (an AbortSignal, a MessagePort) are linked lists in a Map by
 * event type, and those of a diagnostics channel an array that is replaced with each of them.
 *
 * @param above the chain from the root to the group's owner
 */
export function listening(
  index: HeapIndex,
  above: readonly HeapLink[],
  group: GrowthGroup,
): Listening | undefined {
  const found =
    emitterListening(above, group) ??
    targetListening(index, above) ??
    subscribed(index, above, group);
  if (found === undefined || group.owners.length === 1) return found;
  return { by: found.by, emitterAt: found.emitterAt };
}

function emitterListening(
  above: readonly HeapLink[],
  { links }: GrowthGroup,
): Listening | undefined {
  const events = above.findLastIndex(
    ({ edge }) => edge?.kind === 'property' && edge.name === '_events',
  );
  if (events < 1 || events < above.length - 2) return undefined;
  const found = { by: 'EventEmitter', emitterAt: events - 1 } as const;
  const next = above[events + 1]?.edge;
  if (next !== undefined) {
    return next.kind === 'property' ? { ...found, event: eventName(next.name) } : undefined;
  }
  const [link] = links;
  return links.length === 1 && link !== undefined
    ? { ...found, event: eventName(link.label) }
    : found;
}

/** As {@link Listening.event} has it. */
export function eventName(property: string): string {
  const symbol = /^<symbol (.*)>$/.exec(property)?.[1];
  return symbol === undefined ? `'${property}'` : `Symbol(${symbol})`;
}

function targetListening(index: HeapIndex, above: readonly HeapLink[]): Listening | undefined {
  const map = above.findLastIndex(({ edge }) => edge?.name === '<symbol kEvents>');
  if (map < 1 || map < above.length - 3) return undefined;
  const found = { by: 'EventTarget', emitterAt: map - 1 } as const;
  const key =
    map === above.length - 3 ? mapKey(index, above[map + 1]!, above[map + 2]!) : undefined;
  return key === undefined ? found : { ...found, event: `'${key}'` };
}

/** In a Map's table, the key stands in the slot before its value's. */
function mapKey({ graph }: HeapIndex, table: HeapLink, value: HeapLink): string | undefined {
  const slot = String(Number(value.edge?.name) - 1);
  for (let edge = graph.firstEdge[table.node]!; edge < graph.firstEdge[table.node + 1]!; edge++) {
    const to = graph.edgeTo[edge]!;
    if (edgeLabel(graph, edge) === slot && typeOf(graph, to) === 'string') {
      return graph.strings.get(graph.nodeName[to]!);
    }
  }
  return undefined;
}

function subscribed(
  { graph }: HeapIndex,
  above: readonly HeapLink[],
  { links }: GrowthGroup,
): Listening | undefined {
  const isList = above.at(-1)?.edge?.name === '_subscribers';
  const emitterAt = above.length - (isList ? 2 : 1);
  const channel = above[emitterAt]?.node;
  const isChannel = channel !== undefined && /^(Active)?Channel$/.test(nameOf(graph, channel));
  return isChannel && (isList || links[0]?.label === '_subscribers')
    ? { by: 'diagnostics channel', emitterAt }
    : undefined;
}
