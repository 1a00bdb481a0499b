import type { Protocol } from 'devtools-protocol';
import type { Origin } from '../../core/loop/parts';
import type { LiveSample, SamplerReading } from '../../core/loop/survivors';
import { countCollection } from './collect';
import { SiteTable } from './siteTable';
import type { Target } from '../process/target';

/**
 * V8's sampling heap profiler as an exact survivor counter.
 *
 * At an interval of one byte every allocation is sampled, and `getSamplingProfile` lists only the
 * samples that are still alive, each with its allocation order and its allocation stack.
 */
export class Sampler implements AsyncDisposable {
  readonly #sites: SiteTable;
  /** Of the readings so far: its collection cannot have taken longer. What others take beyond that lists survivors. */
  #fastestMillis = Infinity;

  private constructor(
    private readonly target: Target,
    /** Mean distance between samples in bytes; 1 is exact. */
    readonly interval: number,
  ) {
    this.#sites = new SiteTable(target.driver.scriptId);
  }

  /** @param interval mean distance between samples in bytes; 1 is exact */
  static async start(target: Target, interval: number): Promise<Sampler> {
    const { client } = target;
    await client.send('HeapProfiler.enable');
    await client.send('HeapProfiler.startSampling', { samplingInterval: interval });
    return new Sampler(target, interval);
  }

  /**
   * All samples alive now. V8 collects once before it answers (measured on Node 18 to 26), in a third of the
   * time that `HeapProfiler.collectGarbage` takes: none needs to be forced where waiting would change nothing.
   */
  async read(): Promise<SamplerReading> {
    const start = performance.now();
    const { profile } = await this.target.client.send('HeapProfiler.getSamplingProfile');
    this.#fastestMillis = Math.min(this.#fastestMillis, performance.now() - start);
    countCollection(this.target, this.#fastestMillis);
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
    const { client } = this.target;
    if (!client.gone.aborted) await client.send('HeapProfiler.stopSampling');
  }
}
