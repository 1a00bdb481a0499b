import type { Cause } from '../../core/causes/causes';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { liveNode } from '../explain/liveNode';
import { release, type RemoteObject } from '../protocol/remoteObject';
import type { Target } from '../process/target';
import { closuresIn } from '../describe/variableInSource';
import { liveScope } from '../explain/liveScope';
import { propertyOf } from '../protocol/propertyOf';

/** Functions that are asked for a variable: of some V8 has no handle. */
const mostClosures = 8;

/**
 * The variable or property of an old object in which each call puts something new. Nothing of the
 * program runs when it is read.
 */
export class HeldPlace implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly index: HeapIndex,
    private readonly cause: Cause,
    /** The object whose property it is; undefined for a variable. */
    readonly owner: RemoteObject | undefined,
  ) {}

  static async open(target: Target, index: HeapIndex, cause: Cause): Promise<HeldPlace> {
    const isVariable = variableIn(cause) !== undefined;
    const owner = isVariable ? undefined : await liveNode(target, index, cause.group.owner);
    return new HeldPlace(target, index, cause, owner);
  }

  /** The name of the variable; undefined for a property. */
  get variable(): string | undefined {
    return variableIn(this.cause)?.variable;
  }

  /** The name of the property, where scripts can read it; undefined for a private one. */
  get property(): string | undefined {
    const label = this.cause.group.links[0]?.label;
    return this.owner === undefined || label?.startsWith('#') === true ? undefined : label;
  }

  /** A handle to what is in it now; undefined where V8 gives none. */
  async read(): Promise<RemoteObject | undefined> {
    const { target, index, owner } = this;
    const variable = variableIn(this.cause);
    if (variable !== undefined)
      return variableOf(target, index, variable.variable, variable.context);
    const label = this.cause.group.links[0]?.label;
    return owner && label !== undefined ? propertyOf(target.client, owner, label) : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.owner !== undefined) await release(this.target.client, this.owner);
  }
}

function variableIn({
  holder: { anchor },
  group,
}: Cause): { readonly variable: string; readonly context: number } | undefined {
  return anchor.kind === 'variable' && anchor.owner === group.owner ? anchor : undefined;
}

async function variableOf(
  target: Target,
  index: HeapIndex,
  variable: string,
  context: number,
): Promise<RemoteObject | undefined> {
  let asked = 0;
  for (const closure of closuresIn(index, context)) {
    if (asked++ >= mostClosures) return undefined;
    const scope = await liveScope(target, index, closure);
    if (scope === undefined) continue;
    const value = await propertyOf(target.client, scope, variable);
    await release(target.client, scope);
    if (value !== undefined) return value;
  }
  return undefined;
}
