import type { Cause } from '../../core/causes/causes';
import type { HolderAnchor } from '../../core/causes/naming';
import { additionsTo } from '../../core/source/additionSites';
import { holderPlaces, type StorePlace } from '../../core/causes/storePlaces';
import type { HeapIndex } from '../../core/heap/heapIndex';
import type { GrowthWatch, WatchedStore } from './growthWatch';
import { HeldPlace } from './heldPlace';
import { liveNode } from '../explain/liveNode';
import { lookupDeadline } from '../explain/liveObject';
import { RecordingBreakpoints } from './recordingBreakpoints';
import { release, type RemoteObject } from '../protocol/remoteObject';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import type { WatchPlan } from './watchCauses';
import { withoutRenewals } from './withoutRenewals';
import { variableInSource } from '../describe/variableInSource';

/** Owners of one cause, of which the watched call adds to some. */
const mostOwners = 64;

/** A cause, and the objects that are watched for it. */
interface Watched {
  readonly cause: Cause;
  readonly places: readonly StorePlace[];
}

/** An object that is to be watched. */
interface Found {
  readonly watch: GrowthWatch;
  readonly object: RemoteObject;
  readonly labels: readonly string[];
}

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
    private readonly plan: WatchPlan,
  ) {}

  /** The variable that holds, or the objects through which it is added to the holder. */
  async watch(causes: readonly Cause[]): Promise<void> {
    const values: Found[] = [];
    const byProperty: (Watched & { readonly watch: GrowthWatch })[] = [];
    for (const cause of causes) {
      const watch = await this.#open();
      const { anchor } = cause.holder;
      if (anchor.kind === 'variable' && anchor.owner === cause.group.owner) {
        values.push(...(await this.#valueOf(watch, cause)));
        await this.#watchVariable(watch, cause, anchor);
      } else {
        byProperty.push({
          watch,
          cause,
          places: holderPlaces(cause.watched.slice(0, mostOwners), cause.group),
        });
      }
    }
    await this.#interpose([...values, ...(await this.#find(byProperty))]);
  }

  /** Any objects that may be added to. */
  async watchPlaces(causes: readonly Watched[]): Promise<void> {
    const watched = [];
    for (const each of causes) watched.push({ ...each, watch: await this.#open() });
    await this.#interpose(await this.#find(watched));
  }

  async #open(): Promise<GrowthWatch> {
    const watch = await this.target.watches.open();
    this.#watches.push(watch);
    return watch;
  }

  /** The first place of each cause, then further ones as long as there is time to look for them. */
  async #find(watched: readonly (Watched & { readonly watch: GrowthWatch })[]): Promise<Found[]> {
    const found: Found[] = [];
    const deadline = lookupDeadline();
    const most = Math.max(0, ...watched.map(({ places }) => places.length));
    for (let nth = 0; nth < most; nth++) {
      for (const { watch, places } of watched) {
        if (nth > 0 && deadline.isPast()) return found;
        const place = places[nth];
        const object = place && (await liveNode(this.target, this.index, place.node));
        if (object !== undefined) found.push({ watch, object, labels: place!.labels });
      }
    }
    return found;
  }

  /** What is in the variable now may be added to by another name, before something else takes its place. */
  async #valueOf(watch: GrowthWatch, cause: Cause): Promise<Found[]> {
    await using place = await HeldPlace.open(this.target, this.index, cause);
    const object = await place.read();
    return object === undefined ? [] : [{ watch, object, labels: [] }];
  }

  /** Once all are found: the way to one may lead through properties of another, which are accessors from now on. */
  async #interpose(found: readonly Found[]): Promise<void> {
    for (const { watch, object, labels } of found) {
      this.#handles.push(object);
      await watch.interpose(object, labels);
    }
  }

  /** What is stored in a later turn, until all is restored, tells what set that going. */
  async traceOrigins(): Promise<void> {
    await this.#watches[0]?.traceOrigins();
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
      this.#breaks ??= await this.#openBreakpoints();
      const record = await this.#breaks.expose(recorder);
      await this.#breaks.add({ scriptId, ...position }, `${record}()`);
    }
  }

  #openBreakpoints(): Promise<RecordingBreakpoints> {
    const { callTimeoutMillis, deadline } = this.plan;
    return RecordingBreakpoints.afterCall(this.target, deadline.millisLeft, callTimeoutMillis);
  }

  /** Whoever copies a list goes through all that it holds; whoever adds to it adds what stays, or little more. */
  #mostAdded({ objectsPerCall }: Cause): number {
    return 16 + 4 * Math.ceil(objectsPerCall * this.calls);
  }
}
