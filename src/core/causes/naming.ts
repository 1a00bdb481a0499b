import { anonymousFunction, globalName, isGlobalObject, typeDescription } from './typeDescription';
import { shortenRepeats } from './shortenRepeats';
import type { GrowthGroup } from './frontier';
import { chainToNode, type HeapLink } from './chain';
import { weakMapOf } from './weakMapEntry';
import { edgeKindOf, edgeLabel } from '../heap/heapGraph';
import { moduleVariableOf } from './moduleVariable';
import { listening, type Listening } from './listening';
import { isNodeHandle } from './nodeHandle';
import { waitAsyncTable } from './realmTable';
import { isInSymbolRegistry } from './symbolRegistry';
import {
  isGlobalHandles,
  isTimerList,
  nameOf,
  strongRetainers,
  targets,
  typeOf,
  type HeapIndex,
} from '../heap/heapIndex';
import type { HeldBy } from '../report/report';

/** A holder in source terms, and what in the source gives it its name. */
export interface HolderName {
  readonly name: string;
  readonly anchor: HolderAnchor;
  /** Whether it is an entry or element of what the anchor names: a list in a map of lists. */
  readonly isEntry?: boolean;
  /** What the holder belongs to, from the inside out: the program's own, where the holder is Node's. */
  readonly outer?: readonly HolderAnchor[];
}

/** Where to look for the holder's declaration. */
export type HolderAnchor =
  /** A variable: of the scope whose context is `context` (a node); `owner` (a node) is where its value is. */
  | {
      readonly kind: 'variable';
      readonly variable: string;
      readonly context: number;
      readonly owner: number;
    }
  /** A property of the object `object` (a node) of class `className`. */
  | {
      readonly kind: 'property';
      readonly property: string;
      readonly object: number;
      readonly className: string;
    }
  | { readonly kind: 'none' };

/**
 * Names what holds a group, reading the chain backwards from the owner to the nearest thing that
 * has a name of its own in the source: a variable, a class, a global.
 *
 * @param chain from the root; contains the owner
 */
export function holderName(
  index: HeapIndex,
  chain: readonly HeapLink[],
  group: GrowthGroup,
): HolderName {
  const holder = wholeName(index, chain, group);
  return { ...holder, name: shortenRepeats(holder.name) };
}

function wholeName(index: HeapIndex, chain: readonly HeapLink[], group: GrowthGroup): HolderName {
  const at = chain.findIndex(({ isOwner }) => isOwner);
  const above = chain.slice(0, at + 1);
  if (isTimerList(index.graph, group.owner))
    return { name: 'active timers', anchor: { kind: 'none' } };
  if (isGlobalHandles(index, group.owner)) {
    const isHandle = isNodeHandle(index, group.survivors[0] ?? group.owner);
    return { name: isHandle ? 'active handles' : 'native code', anchor: { kind: 'none' } };
  }
  if (isInSymbolRegistry(index, group))
    return { name: 'global symbol registry', anchor: { kind: 'none' } };
  if (isWaitAsync(group)) return { name: 'Atomics.waitAsync', anchor: { kind: 'none' } };
  const listens = listening(index, above, group);
  if (listens !== undefined) return listenersName(index, above, listens);
  const own = ownSlot(index, above, group);
  if (own !== undefined) return own;
  return namePath(index, above, isKeyed(index, group));
}

/** Whether V8 keeps promises until somebody is notified. */
function isWaitAsync({ links }: GrowthGroup): boolean {
  return links[0]?.label === waitAsyncTable;
}

/** A variable or property of the owner that is re-assigned is the holder, not the owner as such. */
function ownSlot(
  index: HeapIndex,
  above: readonly HeapLink[],
  group: GrowthGroup,
): HolderName | undefined {
  const { owner, links } = group;
  const link = links[0];
  if (link === undefined) return undefined;
  const { graph } = index;
  const kind = edgeKindOf(graph, link.edge);
  if (kind === 'context') {
    const anchor = { kind: 'variable', variable: link.label, context: owner, owner } as const;
    return { name: link.label, anchor };
  }
  const exported = exportedVariable(index, owner);
  if (exported !== undefined) return exported;
  // Every survivor hangs from the same property: that one is re-assigned, or begins a list.
  const isSlot = link.count > 1 || group.isReplaced === true;
  const isOneProperty = kind === 'property' && links.length === 1 && isSlot;
  if (!isOneProperty || isV8Name(link.label)) return undefined;
  const base = namePath(index, above, isKeyed(index, group));
  return {
    name: fullPath(base.name === globalName ? '' : base.name, access(link.label)),
    anchor: {
      kind: 'property',
      property: link.label,
      object: owner,
      className: typeDescription(index, owner).name,
    },
  };
}

/** Owners of one cause go by different names: these are keys that the program computed. */
function isKeyed({ graph, paths }: HeapIndex, { owners }: GrowthGroup): boolean {
  return new Set(owners.map((owner) => graph.edgeName[paths.parentEdge[owner]!])).size > 1;
}

/** @param ownerIsKeyed whether the owner's own name is a key that the program computed */
function namePath(index: HeapIndex, above: readonly HeapLink[], ownerIsKeyed = false): HolderName {
  let path = '';
  let isEntry = false;
  const anchors: HolderAnchor[] = [];
  const anchorAt = (anchor: HolderAnchor): void => {
    if (anchors.length === 0) isEntry = path.includes('…');
    anchors.push(anchor);
  };
  const named = (name: string): HolderName => ({
    name,
    anchor: anchors[0] ?? { kind: 'none' },
    isEntry,
    outer: anchors.slice(1),
  });
  for (let at = above.length - 1; at > 0; at--) {
    const { edge } = above[at]!;
    const parent = above[at - 1]!.node;
    if (edge === undefined) break;
    if (ownerIsKeyed && at === above.length - 1 && edge.kind === 'property') {
      path = '[…]';
      continue;
    }
    if (edge.kind === 'context') {
      const known = nameOfGetter(index, above.slice(0, at + 1));
      if (known !== undefined) return named(`${known}${path}`);
      anchorAt({ kind: 'variable', variable: edge.name, context: parent, owner: parent });
      return named(`${edge.name}${path}`);
    }
    const exported = exportedVariable(index, parent);
    if (exported !== undefined) {
      anchorAt(exported.anchor);
      return named(`${exported.name}${path}`);
    }
    const ofModule = ownVariableOf(index, above.slice(0, at + 1));
    if (ofModule !== undefined) {
      anchorAt(ofModule);
      return named(`${ofModule.variable}${path}`);
    }
    if (edge.kind === 'property' && !isV8Name(edge.name)) {
      const owner = describeParent(index, above[at - 1]!);
      anchorAt({
        kind: 'property',
        property: edge.name,
        object: parent,
        className: owner.className,
      });
      path = `${access(edge.name)}${path}`;
      // What a module exports is called so in its source; above is only the file's path in a cache.
      const isModule = owner.className === 'Module' && above[at - 2]?.edge?.name === '_cache';
      if (isModule) return named(edge.name === 'exports' ? path.slice(1) : `module${path}`);
      if (isImportCache(owner.className, edge.name)) return named('import cache');
      if (owner.ends) return named(fullPath(owner.text, path));
      continue;
    }
    const weakMap = weakMapOf(index, above[at]!.node, edge.name);
    if (weakMap !== undefined) {
      const base = namePath(index, chainToNode(index, weakMap));
      path = `.get(…)${path}`;
      [base.anchor, ...(base.outer ?? [])].forEach(anchorAt);
      return named(`${base.name}${path}`);
    }
    if (edge.kind === 'element') {
      path = `[…]${path}`;
    } else if (edge.name === 'table' || isMapEntry(index, above, at)) {
      path = path.startsWith('.get(…)') ? path : `.get(…)${path}`;
    }
  }
  const owner = above.at(-1)!;
  const type = typeDescription(index, owner.node).name;
  return named(path === '' ? type : `${type} (${path.replace(/^\./, '')})`);
}

/**
 * The variable of a CommonJS module that is exported by its own name, given the chain to its value: the functions
 * that are exported beside it see it as such.
 */
function ownVariableOf(
  index: HeapIndex,
  above: readonly HeapLink[],
): (HolderAnchor & { readonly kind: 'variable' }) | undefined {
  const { graph } = index;
  const [module, exported, value] = above.slice(-3);
  const variable = value?.edge?.name;
  if (exported?.edge?.name !== 'exports' || variable === undefined) return undefined;
  if (nameOf(graph, module!.node) !== 'Module') return undefined;
  const scopes = new Set(
    targets(graph, exported.node)
      .filter((node) => typeOf(graph, node) === 'closure')
      .flatMap((node) => targets(graph, node)),
  );
  const holding = strongRetainers(index, value!.node).find(
    ({ node, edge }) =>
      scopes.has(node) &&
      edgeKindOf(graph, edge) === 'context' &&
      edgeLabel(graph, edge) === variable,
  );
  if (holding === undefined) return undefined;
  return { kind: 'variable', variable, context: holding.node, owner: holding.node };
}

/**
 * What a getter of the global object returns goes by that name: `process`, for which Node has a variable
 * `_process`. Given the chain to what is in a variable that the getter sees.
 */
function nameOfGetter(index: HeapIndex, above: readonly HeapLink[]): string | undefined {
  const [global, getter, , value] = above.slice(-4);
  const name = /^get (.+)$/s.exec(getter?.edge?.name ?? '')?.[1];
  if (name === undefined || value === undefined) return undefined;
  const isOfGlobal = isGlobalObject(index, global!.node);
  return isOfGlobal && typeDescription(index, value.node).name === name ? name : undefined;
}

/** Node's own loader, as its versions call it, has the modules that were imported in a map by their URLs. */
function isImportCache(className: string, property: string): boolean {
  const isLoader = /^(ESMLoader|DefaultModuleLoader|ModuleLoader)$/.test(className);
  return isLoader && property === 'loadCache';
}

/** A variable that an ES module exports, given its cell. */
function exportedVariable(index: HeapIndex, cell: number): HolderName | undefined {
  const variable = moduleVariableOf(index, cell);
  if (variable === undefined) return undefined;
  const { name, context } = variable;
  return { name, anchor: { kind: 'variable', variable: name, context, owner: cell } };
}

function fullPath(start: string, path: string): string {
  if (path.startsWith('._cache') && start === 'Module') return `require.cache${path.slice(7)}`;
  if (start === '' && path.startsWith('[')) return `${globalName}${path}`;
  return `${start}${path}`.replace(/^\./, '');
}

function isMapEntry(index: HeapIndex, above: readonly HeapLink[], at: number): boolean {
  const parent = above[at - 1]!;
  return parent.edge?.name === 'table' && typeOf(index.graph, parent.node) === 'array';
}

/**
 * A function goes by the variable that holds it, where there is one: `api`, not the `wrap` that made it. One without
 * a name of its own is what it is to whoever holds it.
 */
function describeParent(
  index: HeapIndex,
  { node, edge }: HeapLink,
): { text: string; className: string; ends: boolean } {
  const { name, kind } = typeDescription(index, node);
  if (kind === 'closure') {
    const isNameless = name === anonymousFunction && edge?.kind === 'property';
    if (isNameless && !isV8Name(edge.name)) return { text: '', className: name, ends: false };
    return { text: edge?.kind === 'context' ? edge.name : name, className: name, ends: true };
  }
  const isGlobal = name === globalName || typeOf(index.graph, node) === 'synthetic';
  return { text: isGlobal ? '' : name, className: name, ends: isGlobal };
}

/** `bus 'tick' listeners`: the emitter, and the event where it is always the same. */
function listenersName(
  index: HeapIndex,
  above: readonly HeapLink[],
  { by, emitterAt, event }: Listening,
): HolderName {
  const emitter = namePath(index, above.slice(0, emitterAt + 1));
  if (by !== 'diagnostics channel') {
    return {
      ...emitter,
      name: `${emitter.name} ${event === undefined ? '' : `${event} `}listeners`,
    };
  }
  // Channels that the program has by their names only are in a list of Node's.
  const name = emitter.name.includes('.get(…)') ? 'diagnostics_channel' : emitter.name;
  return { ...emitter, name: `${name} subscribers` };
}

/** Who keeps it, by the kind of the things on the chain. */
export function heldBy(index: HeapIndex, chain: readonly HeapLink[], group: GrowthGroup): HeldBy {
  const { graph } = index;
  const at = chain.findIndex(({ isOwner }) => isOwner);
  const above = chain.slice(0, at + 1);
  const owner = nameOf(graph, group.owner);
  const names = above.map(({ node }) => nameOf(graph, node));
  if (listening(index, above, group) !== undefined) return 'listener';
  const [survivor] = group.survivors;
  const isReaction = survivor !== undefined && nameOf(graph, survivor).endsWith('PromiseReaction');
  if (owner === 'Promise' || isReaction || isWaitAsync(group)) return 'promise';
  if (isTimerList(graph, group.owner)) return 'timer';
  if (owner === 'FinalizationRegistry') return 'finalizer';
  if (isInSymbolRegistry(index, group)) return 'global';
  if (typeOf(graph, group.owner) === 'synthetic') return 'native';
  if (owner === 'system / Context') return 'context';
  if (names.some((name) => /^global(This)?\b/.test(name)) && above.length <= 5) return 'global';
  return 'JavaScript';
}

/** As V8 writes the key of a property that is a symbol. */
const symbolKey = /^<symbol (.*)>$/s;

export function isV8Name(name: string): boolean {
  return name === '__proto__' || name === '' || (name.startsWith('<') && !symbolKey.test(name));
}

function access(property: string): string {
  const symbol = symbolKey.exec(property)?.[1];
  if (symbol !== undefined) return `[Symbol(${symbol.slice(0, 60)})]`;
  if (/^#?[A-Za-z_$][\w$]*$/.test(property)) return `.${property}`;
  return `[${JSON.stringify(property.slice(0, 60))}]`;
}
