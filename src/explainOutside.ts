import type { NativeGrowth } from './core/loop/nativeTrend';
import type { Judgement } from './core/loop/verdict';
import type { Suspect } from './core/report/report';
import type { HeapFinding } from './explainHeap';
import { explainNative } from './inspector/explain/explainNative';
import { explainOpenFiles } from './inspector/explain/explainOpenFiles';
import { withNativeSite } from './inspector/explain/withNativeSite';
import { callsOf, type LoopedRun } from './loopedRun';

interface Finding {
  readonly judgement: Judgement;
  readonly suspects: readonly Suspect[];
}

/**
 * What grows outside the heap: files left open, memory that native code keeps, and the line at which memory of
 * what the heap keeps becomes resident. A leak in the heap explains the first two, and stands.
 */
export async function explainOutside(
  run: LoopedRun,
  native: NativeGrowth | undefined,
  heap: HeapFinding,
): Promise<Finding> {
  const { target, scripts, live, loop, warm, clock } = run;
  const { callTimeoutMillis } = run.limits;
  const pace = { millisPerCall: warm.millisPerCall, callTimeoutMillis };
  if (heap.judgement.verdict === 'leak') {
    const { outside } = loop;
    if (outside.kind !== 'growing') return heap;
    const plan = { ...pace, bytesPerCall: outside.bytesPerCall };
    const suspects = await clock.time('watch', () =>
      withNativeSite(target, scripts, live, heap.suspects, plan),
    );
    return { judgement: heap.judgement, suspects };
  }
  if (loop.files.kind === 'growing') {
    const { files } = loop;
    const plan = { callTimeoutMillis, deadline: run.deadline };
    return clock.time('watch', () => explainOpenFiles(target, scripts, { ...loop, files }, plan));
  }
  if (native === undefined) return heap;
  const plan = { ...pace, calls: callsOf(loop) };
  return clock.time('watch', () => explainNative(target, scripts, live, native, plan));
}
