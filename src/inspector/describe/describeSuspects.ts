import { basename } from 'node:path';
import { advised } from '../../core/causes/advised';
import { growthAdvice } from '../../core/causes/advice';
import { bornInOf, instancesOf } from '../../core/causes/instances';
import type { Cause } from '../../core/causes/causes';
import type { HeapLink } from '../../core/causes/chain';
import { joinInsideOneCall } from '../../core/causes/insideOneCall';
import { joinInsideNode } from '../../core/causes/insideNode';
import { outerFirst } from '../../core/causes/outerFirst';
import {
  isInternalLink,
  linkLabel,
  moduleFile,
  moduleLink,
  shownEdge,
} from '../../core/causes/chainLabels';
import { strongRetainers, type HeapIndex } from '../../core/heap/heapIndex';
import { typeDescription } from '../../core/causes/typeDescription';
import type { Slice } from '../../core/causes/partOfWhole';
import type {
  AllocationSite,
  ChainLink,
  LeakRoot,
  Location,
  Suspect,
} from '../../core/report/report';
import type { AllocationLine } from '../watch/allocationLines';
import { capturedVariables } from './capturedVariables';
import type { GrowthStep } from '../watch/growthSteps';
import type { WatchedStore } from '../watch/growthWatch';
import { growthSiteOf, type SeenGrowth } from './growthSite';
import { holderDeclaration } from './holderInSource';
import type { Scripts } from '../source/scripts';
import { isNodes, runsFields, SourceTerms, userFrame } from './sourceTerms';

export interface DescribeOptions {
  readonly scripts: Scripts;
  readonly index: HeapIndex;
  readonly causes: readonly Cause[];
  /** For each cause, what its watch saw. */
  readonly stores: readonly (readonly WatchedStore[])[];
  /** For each cause, the line that was seen to allocate. */
  readonly allocationLines: readonly (AllocationLine | undefined)[];
  /** For each cause, the step that was seen to add to a copy. */
  readonly growthSteps: readonly (GrowthStep | undefined)[];
  /** For each cause, the small part that is in use of something large. */
  readonly slices: readonly (Slice | undefined)[];
  /** Survivors of each batch of the loop at a cause's allocation site. */
  readonly survivorsPerBatch: (cause: Cause) => readonly number[];
}

/** The causes in the terms of the source, as a report shows them. */
export async function describeSuspects(options: DescribeOptions): Promise<Suspect[]> {
  const terms = new SourceTerms(options.scripts);
  const suspects = await Promise.all(
    options.causes.map((cause, at) =>
      describe(options, terms, cause, {
        stores: options.stores[at] ?? [],
        allocation: options.allocationLines[at],
        growthStep: options.growthSteps[at],
        slice: options.slices[at],
      }),
    ),
  );
  const { index, causes } = options;
  return outerFirst(index, joinInsideOneCall(joinInsideNode(suspects)), causes);
}

interface Seen extends SeenGrowth {
  readonly slice: Slice | undefined;
}

async function describe(
  options: DescribeOptions,
  terms: SourceTerms,
  cause: Cause,
  seen: Seen,
): Promise<Suspect> {
  const { index, scripts } = options;
  const declared = await holderDeclaration(scripts, index, cause);
  const typeLocation =
    cause.typePosition === undefined
      ? undefined
      : await terms.declarationOf(String(cause.typePosition.scriptId), cause.typePosition);
  const allocationSite = atItsField(
    await allocationSiteOf(terms, scripts, cause, seen.allocation),
    cause,
    typeLocation,
  );
  const growthSite = await growthSiteOf({ scripts, terms, index }, cause, {
    ...seen,
    allocationSite,
  });
  const leakRoot: LeakRoot = {
    name: cause.holder.name,
    type: cause.ownerType,
    size: cause.size,
    ...(declared === undefined ? {} : { location: declared }),
  };
  const captured = await capturedVariables(scripts, index, cause);
  const advice = growthAdvice(cause, seen.slice, captured);
  return {
    type: { ...cause.type, ...(typeLocation === undefined ? {} : { location: typeLocation }) },
    objectsPerCall: cause.objectsPerCall,
    bytesPerCall: cause.bytesPerCall,
    exclusiveBytesPerCall: cause.exclusiveBytesPerCall,
    survivorsPerBatch: options.survivorsPerBatch(cause),
    confidence: cause.confidence,
    heldBy: cause.heldBy,
    leakRoot,
    ...(growthSite === undefined ? {} : { growthSite }),
    ...(allocationSite === undefined ? {} : { allocationSite }),
    passengers: cause.passengers,
    ...(captured.length === 0 ? {} : { captured }),
    chain: await fromModule(
      scripts,
      index,
      cause,
      await Promise.all(cause.chain.map((link) => describeLink(index, terms, cause, link))),
      declared,
    ),
    instances: instancesOf(index, cause),
    alsoHeldBy: options.causes
      .filter(({ group }) => cause.group.sharedWith.includes(group))
      .map(({ fingerprint }) => fingerprint),
    fingerprint: cause.fingerprint,
    ...advised(advice),
  };
}

/** A stack of functions; the user's own with the line that allocates, where that was seen. */
async function allocationSiteOf(
  terms: SourceTerms,
  scripts: Scripts,
  { allocation }: Cause,
  line: AllocationLine | undefined,
): Promise<AllocationSite | undefined> {
  const seen = line && (await scripts.locate(line.scriptId, line.step.start));
  const stack = await Promise.all(
    allocation.map(async (frame, at) => {
      if (frame.line0 < 0) return undefined;
      const known = await terms.functionFrame({ ...frame, scriptId: String(frame.scriptId) });
      return known && seen && at === line.frame ? { ...known, location: seen } : known;
    }),
  );
  const known = stack.filter((frame) => frame !== undefined);
  const frame = userFrame(known);
  return frame === undefined ? undefined : { location: frame.location, stack: known };
}

/** A function that a field of a class is given is made where it is written, and V8 only tells the class. */
function atItsField(
  site: AllocationSite | undefined,
  { allocation, type }: Cause,
  written: Location | undefined,
): AllocationSite | undefined {
  const isField = type.kind === 'closure' && runsFields(allocation[0]?.functionName ?? '');
  if (site === undefined || !isField || written?.file !== site.location.file) return site;
  const [top, ...outer] = site.stack;
  return top === undefined || written.line < top.location.line
    ? site
    : { location: written, stack: [{ ...top, location: written }, ...outer] };
}

async function describeLink(
  index: HeapIndex,
  terms: SourceTerms,
  cause: Cause,
  link: HeapLink,
): Promise<ChainLink> {
  const { graph, births, retained } = index;
  const location =
    link.position === undefined
      ? undefined
      : await terms.declarationOf(String(link.position.scriptId), link.position);
  return {
    edge: shownEdge(link, cause),
    type: typeDescription(index, link.node).name,
    label: linkLabel(index, link, cause),
    id: graph.nodeId[link.node]!,
    bornIn: bornInOf(births[link.node]!),
    selfSize: graph.nodeSelfSize[link.node]!,
    retainedSize: retained[link.node]!,
    referrers: strongRetainers(index, link.node).length,
    ...(location === undefined ? {} : { location }),
    ...(link.isOwner ? { leakRoot: true as const } : {}),
    ...(isInternalLink(index, link) ? { internal: true as const } : {}),
    ...(link.repeats > 1 ? { repeats: link.repeats } : {}),
  };
}

/**
 * What lies before the module is how Node keeps modules, and nothing that a user could change; a
 * module is called by its file.
 */
async function fromModule(
  scripts: Scripts,
  index: HeapIndex,
  cause: Cause,
  chain: readonly ChainLink[],
  declared: Location | undefined,
): Promise<ChainLink[]> {
  const module = moduleLink(index, cause.chain);
  if (module < 0) return [...chain];
  const located = [...chain.slice(module).map(({ location }) => location), declared].find(isFile);
  const own = moduleFile(index, cause.chain[module]!.node);
  const file = own === undefined ? located?.file : await sourceOf(scripts, own, located);
  if (file === undefined) return [...chain];
  const isGenerator = chain[module + 1]?.type === 'Generator'; // the module's own code, as V8 runs it
  return chain.map((link, at) => {
    if (at < module || (at === module + 1 && isGenerator)) return { ...link, internal: true };
    if (at !== module) return link;
    const shown = { ...link, type: 'module', label: basename(file) };
    delete shown.internal;
    return { ...shown, location: { file, line: 1, column: 1 } };
  });
}

/** A module that was compiled is called by the source that something on the chain is in. */
async function sourceOf(
  scripts: Scripts,
  file: string,
  located: Location | undefined,
): Promise<string> {
  const [loaded] = await scripts.ofFile(file);
  const isCompiledFrom = located !== undefined && loaded?.mapping?.has(located.file) === true;
  return isCompiledFrom ? located.file : file;
}

function isFile(location: Location | undefined): location is Location {
  return location !== undefined && !isNodes(location);
}
