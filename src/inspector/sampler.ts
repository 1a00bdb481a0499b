import type { Protocol } from 'devtools-protocol';
import { ownScripts } from '../core/source/ownScripts';
import type { Origin } from '../core/loop/parts';
import type { LiveSample, SamplerReading } from '../core/loop/survivors';
import type { InspectorClient } from './inspectorClient';
import type { Target } from './target';

/**
 * V8's sampling heap profiler as an exact survivor counter.
 *
 * At an interval of one byte every allocation is sampled, and `getSamplingProfile` lists only the
 * samples that are still alive, each with its allocation order and its allocation stack.
 */
export class Sampler implements AsyncDisposable {
  readonly #sites: SiteTable;

  private constructor(
    private readonly client: InspectorClient,
    driverScriptId: string,
    /** Mean distance between samples in bytes; 1 is exact. */
    readonly interval: number,
  ) {
    this.#sites = new SiteTable(driverScriptId);
  }

  /** @param interval mean distance between samples in bytes; 1 is exact */
  static async start({ client, driver }: Target, interval: number): Promise<Sampler> {
    await client.send('HeapProfiler.enable');
    await client.send('HeapProfiler.startSampling', { samplingInterval: interval });
    return new Sampler(client, driver.scriptId, interval);
  }

  /** All samples alive now; call it right after a forced collection. */
  async read(): Promise<SamplerReading> {
    const { profile } = await this.client.send('HeapProfiler.getSamplingProfile');
    const siteOfNode = this.#sites.resolve(profile.head);
    const samples: LiveSample[] = profile.samples.map(({ ordinal, size, nodeId }) => ({
      ordinal,
      size,
      site: siteOfNode.get(nodeId) ?? 0,
    }));
    return { samples, newestOrdinal: samples.reduce((max, s) => Math.max(max, s.ordinal), 0) };
  }

  /** The part of the program that a site belongs to, and whether any of its frames is not Node's own. */
  origin(site: number): Origin {
    return this.#sites.origin(site);
  }

  /** Frames of a site, the allocating function first. */
  stack(site: number): readonly Protocol.Runtime.CallFrame[] {
    return this.#sites.stack(site);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.client.gone.aborted) await this.client.send('HeapProfiler.stopSampling');
  }
}

/** Scripts of ours that call the program for the driver. Others record on its stacks, and are looked for there. */
const callingScripts = ['consumer', 'script'].map((name) => `${ownScripts}${name}`);

/** The functions of our driver under which the program's own allocations stand. */
const callingFunctions = ['run', 'call', 'callWithCallback'];

/**
 * Gives each allocation stack one number for good: V8 numbers its nodes anew after it pruned them.
 *
 * A stack begins below our driver, so that the same call of the function is the same site in every
 * batch; what the driver and V8 allocate for themselves is site 0.
 */
class SiteTable {
  readonly #numbers = new Map<string, number>();
  readonly #frames: (Protocol.Runtime.CallFrame | undefined)[] = [undefined];
  readonly #parents: number[] = [0];

  constructor(private readonly driverScriptId: string) {}

  resolve(head: Protocol.HeapProfiler.SamplingHeapProfileNode): Map<number, number> {
    const siteOfNode = new Map<number, number>();
    const pending = [{ node: head, parent: 0 }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { callFrame } = next.node;
      if (this.#isDriver(callFrame) && !callingFunctions.includes(callFrame.functionName)) continue;
      const site = this.#isOurs(callFrame) ? 0 : this.#number(callFrame, next.parent);
      siteOfNode.set(next.node.id, site);
      for (const node of next.node.children) pending.push({ node, parent: site });
    }
    return siteOfNode;
  }

  stack(site: number): Protocol.Runtime.CallFrame[] {
    const frames: Protocol.Runtime.CallFrame[] = [];
    for (let at = site; at !== 0; at = this.#parents[at]!) frames.push(this.#frames[at]!);
    return frames;
  }

  origin(site: number): Origin {
    let part = site;
    let isProgram = false;
    for (let at = site; at !== 0; at = this.#parents[at]!) {
      part = at;
      isProgram ||= !/^(node:|$)/.test(this.#frames[at]!.url);
    }
    return { part, isProgram };
  }

  #number(frame: Protocol.Runtime.CallFrame, parent: number): number {
    const key = `${parent} ${frame.scriptId}:${frame.lineNumber}:${frame.columnNumber} ${frame.functionName}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#frames.length;
      this.#numbers.set(key, number);
      this.#frames.push(frame);
      this.#parents.push(parent);
    }
    return number;
  }

  /** Our driver and what calls for it, the wrappers that the inspector compiles around our requests, and V8's pseudo frames such as (GC). */
  #isOurs(frame: Protocol.Runtime.CallFrame): boolean {
    const isWrapper = frame.url === '' && /^(\(.*\))?$/.test(frame.functionName);
    return isWrapper || this.#isDriver(frame) || callingScripts.includes(frame.url);
  }

  #isDriver({ scriptId }: Protocol.Runtime.CallFrame): boolean {
    return scriptId === this.driverScriptId;
  }
}
