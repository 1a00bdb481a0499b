/**
 * `LeakReport`, version 1: the one seam between the engine and everything that shows results.
 *
 * Plain JSON. The contract is described for other programs in `docs/report.schema.json`; fields may
 * be added but never change their meaning. Sizes are in bytes, times in milliseconds, lines and
 * columns 1-based.
 */
import type { Sentence } from './sentence';

/** A place in a source file; `line` and `column` are 1-based, `file` an absolute path or a `node:` URL. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The same place before source mapping, where a source map was applied. */
  readonly generated?: { readonly file: string; readonly line: number; readonly column: number };
}

export type Verdict = 'leak' | 'bounded' | 'clean' | 'unclear';

export type FunctionKind = 'function' | 'arrow' | 'method' | 'constructor' | 'test' | 'script';

export interface FunctionDescription {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly className?: string;
  readonly location: Location;
}

export interface TargetDescription {
  readonly kind: 'launch' | 'attach' | 'session';
  readonly nodeVersion: string;
  readonly pid: number;
  /** The worker thread in which the function was looped; absent for the main thread. */
  readonly worker?: { readonly id: number; readonly name?: string };
  /** Whether another debugger was attached while measuring: it retains objects of its own. */
  readonly debuggerAttached: boolean;
}

/** One batch of calls followed by forced collections; memory figures are read after the collections. */
export interface BatchReport {
  readonly calls: number;
  /** Objects born in this batch and alive after the last batch; where there is no `alive`, only those of a sample. */
  readonly survivors: number;
  readonly survivorBytes: number;
  /**
   * Objects born in this batch or one before it and alive after it; absent where calls allocate so much that only a
   * sample was counted, and in reports of older versions.
   */
  readonly alive?: number;
  /** Bytes of the same; an estimate where only a sample was counted. Absent in reports of older versions. */
  readonly aliveBytes?: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
  /**
   * Resident bytes that are neither a file's nor V8's heap, nor known to V8: what native code took, and
   * what it freed but the allocator kept. Below zero where buffers were not written to yet; absent where
   * the system does not tell.
   */
  readonly native?: number;
  /** Descriptors that the process has open; absent where the system does not tell. */
  readonly openFiles?: number;
  readonly millisPerCall: number;
  /** Of up to 64 calls that are spread over the batch. */
  readonly medianMillis?: number;
  /** Of the same calls, what the quickest eighth took at most: a busy machine hardly shows in it. */
  readonly quickMillis?: number;
  readonly gcMillis: number;
}

export interface ThrownReport {
  /** Calls that threw or rejected. */
  readonly calls: number;
  readonly first: { readonly message: string; readonly location?: Location };
}

export interface LoopReport {
  readonly warmUpCalls: number;
  readonly calls: number;
  readonly batches: readonly BatchReport[];
  readonly threw?: ThrownReport;
  /**
   * All that were forced, those of the warm-up and of the explanation as well. A reading of the sampler begins
   * with one, and counts as long as the shortest took: the rest of it lists survivors.
   */
  readonly collections?: { readonly count: number; readonly millis: number };
}

export interface PerCall {
  readonly objects: number;
  readonly bytes: number;
  readonly externalBytes: number;
  readonly rssBytes: number;
}

export type TypeKind =
  | 'object'
  | 'closure'
  | 'array'
  | 'string'
  | 'symbol'
  | 'bigint'
  | 'regexp'
  | 'number'
  | 'code'
  | 'context'
  | 'native'
  | 'hidden';

export interface TypeDescription {
  readonly name: string;
  readonly kind: TypeKind;
  readonly location?: Location;
}

export type HeldBy =
  | 'JavaScript'
  | 'native'
  | 'timer'
  | 'listener'
  | 'promise'
  | 'context'
  | 'module'
  | 'global'
  | 'finalizer'
  | 'unknown';

/** The last link of a chain that is older than the loop. */
export interface LeakRoot {
  readonly name: string;
  readonly type: string;
  /** Number of entries before the first and after the last call, where the container tells it. */
  readonly size?: { readonly before: number; readonly after: number };
  /** Where the holder is declared. */
  readonly location?: Location;
}

export interface StackFrame {
  readonly function: string;
  readonly location: Location;
}

/** The line that adds to the leak root: the nearest one in the user's own code. */
export interface GrowthSite {
  readonly location: Location;
  /** The statement itself, where it is in a package that the user's line calls. */
  readonly inner?: StackFrame;
  readonly stack: readonly StackFrame[];
  readonly how: 'watched' | 'found in source';
}

export interface AllocationSite {
  readonly location: Location;
  readonly stack: readonly StackFrame[];
}

export interface Passenger {
  readonly type: string;
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
}

/** A variable whose value lives on because a function that is kept has the same scope. */
export interface CapturedVariable {
  readonly name: string;
  /** Where it is declared. */
  readonly location: Location;
  /** Bytes that it alone keeps alive, of the first of the instances. */
  readonly retainedSize: number;
  /**
   * Functions of that scope that can still run and mention it; none if nothing will ever read it.
   * Absent where it could not be told.
   */
  readonly usedBy?: readonly string[];
}

export type EdgeKind =
  | 'root'
  | 'property'
  | 'element'
  | 'context'
  | 'internal'
  | 'hidden'
  | 'shortcut'
  | 'weak'
  | 'key'
  | 'value';

export interface ChainLink {
  readonly edge: { readonly kind: EdgeKind; readonly name: string };
  readonly type: string;
  /** What a person reads: the link in source terms, such as `sessions`, `byId.get(…)` or `bus 'tick' listeners`. */
  readonly label: string;
  readonly id: number;
  readonly bornIn: 'before' | number;
  readonly selfSize: number;
  readonly retainedSize: number;
  readonly referrers: number;
  readonly location?: Location;
  readonly leakRoot?: true;
  /** V8's own object (backing store, context, hidden class …): shown only when internals are asked for. */
  readonly internal?: true;
  /** How many equal links in a row this one stands for (a linked list); absent for one. */
  readonly repeats?: number;
}

/** One of the objects that are left behind. */
export interface Instance {
  readonly id: number;
  readonly type: string;
  readonly bornIn: 'before' | number;
  readonly selfSize: number;
  readonly retainedSize: number;
  /** How many objects refer to it strongly. */
  readonly referrers: number;
  /** The first few of them. */
  readonly referredBy: readonly Referrer[];
}

/** Who refers to an instance, and by which edge. */
export interface Referrer {
  readonly id: number;
  readonly type: string;
  readonly bornIn: 'before' | number;
  readonly edge: { readonly kind: EdgeKind; readonly name: string };
}

/** Objects of one type that one call left behind. */
export interface NewestType {
  readonly type: string;
  readonly objects: number;
  readonly bytes: number;
}

export interface Suspect {
  readonly type: TypeDescription;
  readonly objectsPerCall: number;
  readonly bytesPerCall: number;
  /** Of these, what no other cause keeps alive: saved by fixing this one alone. */
  readonly exclusiveBytesPerCall?: number;
  readonly survivorsPerBatch: readonly number[];
  /** From 0 to 1. */
  readonly confidence: number;
  readonly heldBy: HeldBy;
  readonly leakRoot: LeakRoot;
  readonly growthSite?: GrowthSite;
  readonly allocationSite?: AllocationSite;
  readonly passengers: readonly Passenger[];
  /** What it keeps by way of scopes, most bytes first; absent for nothing. */
  readonly captured?: readonly CapturedVariable[];
  /** From the GC root to the object. */
  readonly chain: readonly ChainLink[];
  /** The first objects that were left behind. */
  readonly instances?: readonly Instance[];
  /** Other holders to which the same call adds, which are one mistake with this; absent for none. */
  readonly alsoAddedTo?: readonly LeakRoot[];
  /** Fingerprints of the other suspects that hold the same objects. */
  readonly alsoHeldBy: readonly string[];
  /** Stable over line moves: a chain with indices and line numbers generalised. */
  readonly fingerprint: string;
  readonly advice?: string;
  /** Why it may stay, where a baseline accepts it. */
  readonly accepted?: string;
  /** What texts of this suspect are composed of. */
  readonly wording?: { readonly advice?: Sentence };
}

/**
 * With which calls something grows: `distinct`, with arguments that were not seen before, as a cache
 * does that evicts nothing; `every call`, also with arguments that were.
 */
export type GrowthArguments = 'distinct' | 'every call';

export type PhaseName =
  'launch' | 'warmUp' | 'loop' | 'explain' | 'snapshot' | 'parse' | 'analyse' | 'watch' | 'replay';

export interface ReportWording {
  readonly reason: Sentence;
  readonly notExcluded: readonly Sentence[];
  readonly warnings: readonly Sentence[];
}

export interface LeakReport {
  readonly version: 1;
  readonly verdict: Verdict;
  /** One sentence, the same that the user reads. */
  readonly reason: string;
  readonly notExcluded: readonly string[];
  readonly function: FunctionDescription;
  readonly target: TargetDescription;
  readonly loop: LoopReport;
  readonly perCall: PerCall;
  /** Most bytes per call first. */
  readonly suspects: readonly Suspect[];
  /** What the last single call left behind, newest type first; only of a leak. */
  readonly newest?: readonly NewestType[];
  /** Of what is bounded: the functions that allocate what is kept, those of most objects first. */
  readonly allocatedIn?: readonly StackFrame[];
  /** Of a leak, where replaying the same arguments told it. */
  readonly arguments?: GrowthArguments;
  readonly slowdown?: { readonly firstMillisPerCall: number; readonly lastMillisPerCall: number };
  readonly activeResources: Readonly<
    Record<string, { readonly before: number; readonly after: number }>
  >;
  readonly warnings: readonly string[];
  /** What the texts of the same names are composed of, to say them in another language. */
  readonly wording?: ReportWording;
  readonly durationMillis: number;
  readonly phases: Readonly<Partial<Record<PhaseName, number>>>;
}
