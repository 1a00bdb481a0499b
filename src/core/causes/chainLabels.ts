import type { Cause } from './causes';
import type { HeapLink } from './chain';
import { edgeLabel } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { isProxy } from './proxy';
import { typeDescription } from './typeDescription';
import type { ChainLink } from '../report/report';

/** V8's own links: a reader is shown them only on demand. */
export function isInternalLink(index: HeapIndex, { node, edge, isOwner }: HeapLink): boolean {
  const { graph } = index;
  if (isOwner || isProxy(index, node)) return false;
  const type = typeOf(graph, node);
  if (type === 'synthetic') return nameOf(graph, node) === '';
  const isRecord = ['array', 'hidden', 'code', 'object shape'].includes(type);
  const isContext = nameOf(graph, node) === 'system / Context';
  return isRecord || isContext || (edge?.kind === 'hidden' && type !== 'object');
}

/** The edge of a link, without keys of a dictionary. */
export function shownEdge({ edge }: HeapLink, cause: Cause): ChainLink['edge'] {
  if (edge === undefined) return { kind: 'root', name: '' };
  return isDictionaryEdge(cause, edge) ? { kind: 'key', name: '…' } : edge;
}

/**
 * Whether an edge is called as one by which the owner holds its survivors as a dictionary does. The
 * keys of a dictionary are data of the program: they are not shown. A key leads to one survivor;
 * `head` and `tail` of a list, or `_idleNext` of a ring, lead to many.
 */
export function isDictionaryEdge({ group }: Cause, edge: ChainLink['edge']): boolean {
  const { links, survivors, isReplaced } = group;
  const isKey =
    isReplaced !== true && edge.kind === 'property' && 2 * links.length > survivors.length;
  return isKey && links.some(({ label }) => label === edge.name);
}

/** A link in source terms. */
export function linkLabel(index: HeapIndex, link: HeapLink, cause: Cause): string {
  const { graph } = index;
  const type = typeDescription(index, link.node);
  if (link.isOwner) return cause.holder.name;
  if (typeOf(graph, link.node) === 'synthetic') return type.name === '' ? 'GC root' : type.name;
  const edge = shownEdge(link, cause);
  switch (edge.kind) {
    case 'context':
      return edge.name;
    case 'property':
      return edge.name === '__proto__' ? 'prototype' : edge.name;
    case 'element':
    case 'key':
      return `[${edge.name}]`;
    default:
      return type.name;
  }
}

/**
 * The link by which a chain enters the program: the last module on the way to the owner, by the
 * record that Node (CommonJS) or V8 (ES modules) keeps of it; -1 where the chain passes through none.
 */
export function moduleLink({ graph }: HeapIndex, chain: readonly HeapLink[]): number {
  const owner = chain.findIndex(({ isOwner }) => isOwner);
  return chain.slice(0, owner).findLastIndex(({ node, edge }, at) => {
    const name = nameOf(graph, node);
    if (name === 'system / SourceTextModule') return true;
    return name === 'Module' && edge?.kind === 'property' && chain[at - 1]?.edge?.name === '_cache';
  });
}

/** The file of a module as Node keeps it; undefined for one of V8's (ES modules), which does not say. */
export function moduleFile({ graph }: HeapIndex, module: number): string | undefined {
  for (let edge = graph.firstEdge[module]!; edge < graph.firstEdge[module + 1]!; edge++) {
    if (edgeLabel(graph, edge) === 'filename') return nameOf(graph, graph.edgeTo[edge]!);
  }
  return undefined;
}
