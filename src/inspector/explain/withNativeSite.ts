import { nativeMemorySuspect } from '../../core/causes/nativeMemorySuspect';
import type { Suspect } from '../../core/report/report';
import type { LiveFunction } from '../call/resolveFunction';
import type { Target } from '../process/target';
import type { Scripts } from '../source/scripts';
import { watchNativeMemory, type NativeWatchPlan } from './watchNativeMemory';

/**
 * Causes of growth outside the heap, where no store was seen to add to it, with the step at which the process
 * takes up memory: the linear memory of a WebAssembly VM is as large as ever for thousands of calls, but what
 * they use of it for the first time becomes resident. Where there is no cause, native code is one.
 */
export async function withNativeSite(
  target: Target,
  scripts: Scripts,
  live: LiveFunction,
  suspects: readonly Suspect[],
  plan: NativeWatchPlan & { readonly bytesPerCall: number },
): Promise<readonly Suspect[]> {
  const [first, ...others] = suspects;
  if (first !== undefined && (first.growthSite !== undefined || first.objectsPerCall > 0)) {
    return suspects;
  }
  const growth = { bytesPerCall: plan.bytesPerCall, confidence: 1 };
  const site = await watchNativeMemory(target, scripts, live, growth, plan).catch(() => undefined);
  if (first === undefined) return [nativeMemorySuspect(growth, site)];
  return site === undefined ? suspects : [{ ...first, growthSite: site }, ...others];
}
