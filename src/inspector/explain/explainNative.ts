import { nativeMemorySuspect } from '../../core/causes/nativeMemorySuspect';
import { judgeNative } from '../../core/loop/judgeNative';
import type { NativeGrowth } from '../../core/loop/nativeTrend';
import type { Judgement } from '../../core/loop/verdict';
import type { Suspect } from '../../core/report/report';
import type { LiveFunction } from '../call/resolveFunction';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { watchNativeMemory, type NativeWatchPlan } from './watchNativeMemory';

export interface NativeExplanation {
  readonly judgement: Judgement;
  readonly suspects: readonly Suspect[];
}

/** Memory that native code keeps: how much, and the step at which the process grows. */
export async function explainNative(
  target: Target,
  scripts: Scripts,
  live: LiveFunction,
  growth: NativeGrowth,
  plan: NativeWatchPlan & { readonly calls: number },
): Promise<NativeExplanation> {
  const site = await watchNativeMemory(target, scripts, live, growth, plan).catch(() => undefined);
  return {
    judgement: judgeNative(plan.calls, growth),
    suspects: [nativeMemorySuspect(growth, site)],
  };
}
