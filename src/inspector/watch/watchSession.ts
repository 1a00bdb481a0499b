import type { Cause } from '../../core/causes/causes';
import type { HolderAnchor } from '../../core/causes/naming';
import { additionsTo } from '../../core/source/additionSites';
import type { HeapIndex } from '../../core/heap/heapIndex';
import type { GrowthWatch, WatchedStore } from './growthWatch';
import { liveObject, lookupDeadline } from '../explain/liveObject';
import { RecordingBreakpoints } from './recordingBreakpoints';
import { release, type RemoteObject } from '../protocol/remoteObject';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { withoutRenewals } from './withoutRenewals';
import { variableInSource } from '../describe/variableInSource';

/** Owners of one cause, of which the watched call adds to some. */
const mostOwners = 64;

/** Everything that is put in place for the watched call, and taken away after it, whatever happens. */
export class WatchSession implements AsyncDisposable {
  readonly #watches: GrowthWatch[] = [];
  readonly #handles: RemoteObject[] = [];
  #breaks: RecordingBreakpoints | undefined;

  constructor(
    private readonly target: Target,
    private readonly scripts: Scripts,
    private readonly index: HeapIndex,
    private readonly calls: number,
  ) {}

  /** The first owner of each cause, then further ones as long as there is time to look for them. */
  async watch(causes: readonly Cause[]): Promise<void> {
    const byProperty: { readonly watch: GrowthWatch; readonly cause: Cause }[] = [];
    for (const cause of causes) {
      const watch = await this.target.watches.open();
      this.#watches.push(watch);
      const { anchor } = cause.holder;
      if (anchor.kind === 'variable' && anchor.owner === cause.group.owner) {
        await this.#watchVariable(watch, cause, anchor);
      } else {
        byProperty.push({ watch, cause });
      }
    }
    const deadline = lookupDeadline();
    for (let nth = 0; nth < mostOwners; nth++) {
      for (const { watch, cause } of byProperty) {
        if (nth > 0 && deadline.isPast()) return;
        await this.#watchOwner(watch, cause, cause.watched[nth]);
      }
    }
  }

  /** What is stored in a later turn, until all is restored, tells what set that going. */
  async traceOrigins(): Promise<void> {
    await this.#watches[0]?.traceOrigins();
  }

  async #watchOwner(watch: GrowthWatch, cause: Cause, node: number | undefined): Promise<void> {
    if (node === undefined) return;
    const owner = await liveObject(this.target, this.index.graph.nodeId[node]!);
    if (owner === undefined) return;
    this.#handles.push(owner);
    const links = cause.group.links.slice(0, 20).map(({ label }) => label);
    await watch.interpose(owner, links);
  }

  async restore(): Promise<void> {
    await this.#breaks?.[Symbol.asyncDispose]();
    this.#breaks = undefined;
    for (const watch of this.#watches) await watch.restore();
    for (const handle of this.#handles.splice(0)) await release(this.target.client, handle);
  }

  stores(causes: readonly Cause[]): Promise<(readonly WatchedStore[])[]> {
    return Promise.all(
      this.#watches.map(async (watch, at) =>
        withoutRenewals(await watch.stores(), this.#mostAdded(causes[at]!)),
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.target.client.gone.aborted) return;
    await this.restore();
    for (const watch of this.#watches.splice(0)) await watch[Symbol.asyncDispose]();
  }

  /** A variable is no property: what may add to it, found in the syntax tree, gets breakpoints that only record. */
  async #watchVariable(
    watch: GrowthWatch,
    cause: Cause,
    { variable, context }: HolderAnchor & { readonly kind: 'variable' },
  ): Promise<void> {
    const found = await variableInSource(this.scripts, this.index, variable, context);
    if (found === undefined) return;
    const { script, scriptId } = found.loaded;
    for (const { kind, position } of additionsTo(script, found.declaration)) {
      const recorder =
        kind === 'mutation'
          ? await watch.mutationRecorder(variable, this.#mostAdded(cause))
          : await watch.recorder(variable);
      this.#handles.push(recorder);
      this.#breaks ??= await RecordingBreakpoints.open(this.target);
      const record = await this.#breaks.expose(recorder);
      await this.#breaks.add({ scriptId, ...position }, `${record}()`);
    }
  }

  /** Whoever copies a list goes through all that it holds; whoever adds to it adds what stays, or little more. */
  #mostAdded({ objectsPerCall }: Cause): number {
    return 16 + 4 * Math.ceil(objectsPerCall * this.calls);
  }
}
