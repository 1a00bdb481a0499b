import type {
  AllocationSite,
  CapturedVariable,
  ChainLink,
  GrowthSite,
  Instance,
  Location,
  Passenger,
  Referrer,
  StackFrame,
  Suspect,
} from '../../core/report/report';
import type { Sentence } from '../../core/report/sentence';
import type { FunctionResult, GoneCause } from './functionResult';
import type { RunFailure } from '../run/runFailure';

/**
 * The rows of the Leaks view, as what they stand for; describeNode writes them.
 *
 * `id` stays the same over runs (it contains fingerprints and kinds, never figures), so that VS Code
 * keeps expansion and selection.
 */
interface Row {
  readonly id: string;
  readonly parent?: LeakNode;
}

export interface ResultNode extends Row {
  readonly kind: 'result';
  readonly result: FunctionResult;
}

export interface CauseNode extends Row {
  readonly kind: 'cause';
  readonly result: FunctionResult;
  readonly suspect: Suspect;
  /** Expanded when first shown. */
  readonly isFirst: boolean;
}

export interface GoneCauseNode extends Row {
  readonly kind: 'goneCause';
  readonly cause: GoneCause;
}

/** Causes that lie wholly in installed packages or Node itself. */
export interface ForeignGroupNode extends Row {
  readonly kind: 'foreignGroup';
  readonly result: FunctionResult;
  readonly suspects: readonly Suspect[];
}

export interface GrowthNode extends Row {
  readonly kind: 'growth';
  /** Undefined: the line could not be determined. */
  readonly site: GrowthSite | undefined;
  /** The source line as it was when it ran. */
  readonly lineText: string | undefined;
  readonly location: Location | undefined;
}

export interface LinkNode extends Row {
  readonly kind: 'link';
  readonly link: ChainLink;
  readonly suspect: Suspect;
}

/** The way through Node's own objects to the user's first one. */
export interface NodeLinksNode extends Row {
  readonly kind: 'nodeLinks';
  readonly links: readonly ChainLink[];
  readonly suspect: Suspect;
}

export interface TypeNode extends Row {
  readonly kind: 'type';
  readonly suspect: Suspect;
}

export interface AllocationNode extends Row {
  readonly kind: 'allocation';
  readonly site: AllocationSite;
}

export interface FrameNode extends Row {
  readonly kind: 'frame';
  readonly frame: StackFrame;
}

/** A variable that lives on by its scope. */
export interface CapturedNode extends Row {
  readonly kind: 'captured';
  readonly variable: CapturedVariable;
}

export interface PassengersNode extends Row {
  readonly kind: 'passengers';
  readonly passengers: readonly Passenger[];
}

export interface PassengerNode extends Row {
  readonly kind: 'passenger';
  readonly passenger: Passenger;
}

/** The first objects that were left behind. */
export interface InstancesNode extends Row {
  readonly kind: 'instances';
  readonly instances: readonly Instance[];
}

export interface InstanceNode extends Row {
  readonly kind: 'instance';
  readonly instance: Instance;
}

export interface ReferrerNode extends Row {
  readonly kind: 'referrer';
  readonly referrer: Referrer;
}

/** Causes that the filter leaves out: never hidden without a word. */
export interface FilteredNode extends Row {
  readonly kind: 'filtered';
  readonly count: number;
  readonly filter: string;
}

/** Other holders to which the same call adds. */
export interface OtherRootsNode extends Row {
  readonly kind: 'otherRoots';
  readonly names: Sentence;
}

/** The objects are held by other causes as well. */
export interface SharedNode extends Row {
  readonly kind: 'shared';
  readonly suspect: Suspect;
  readonly others: readonly Suspect[];
}

/** How one call was made; choosing it asks for other arguments. */
export interface CallNode extends Row {
  readonly kind: 'call';
  readonly result: FunctionResult;
}

/** One fact about a result or a failure; see {@link FactName}. */
export interface FactNode extends Row {
  readonly kind: 'fact';
  readonly fact: FactName;
  readonly text: string;
  readonly location?: Location;
}

export type FactName =
  | 'advice'
  | 'reason'
  | 'allocated'
  | 'checked'
  | 'notExcluded'
  | 'warning'
  | 'threw'
  | 'printed'
  | 'slowdown'
  | 'outsideHeap'
  | 'resources'
  | 'debugger';

/** What a run cannot rule out, several items. */
export interface NotExcludedNode extends Row {
  readonly kind: 'notExcluded';
  readonly items: readonly string[];
}

export interface FailureNode extends Row {
  readonly kind: 'failure';
  readonly failure: RunFailure;
}

export type RemedyName =
  | 'chooseFunction'
  | 'chooseMember'
  | 'setArguments'
  | 'setReceiver'
  | 'captureCall'
  | 'chooseProcess'
  | 'runAgain'
  | 'openSettings'
  | 'openFile'
  | 'showLog';

/** A next step after a failure. */
export interface RemedyNode extends Row {
  readonly kind: 'remedy';
  readonly remedy: RemedyName;
  readonly failure: RunFailure;
}

export type LeakNode =
  | ResultNode
  | CauseNode
  | GoneCauseNode
  | ForeignGroupNode
  | GrowthNode
  | LinkNode
  | NodeLinksNode
  | TypeNode
  | AllocationNode
  | FrameNode
  | CapturedNode
  | PassengersNode
  | PassengerNode
  | InstancesNode
  | InstanceNode
  | ReferrerNode
  | FilteredNode
  | OtherRootsNode
  | SharedNode
  | CallNode
  | FactNode
  | NotExcludedNode
  | FailureNode
  | RemedyNode;
