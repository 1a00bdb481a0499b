import { openFilesSuspect } from '../../core/causes/openFilesSuspect';
import type { OpenFilesTrend } from '../../core/loop/openFilesTrend';
import { judgeOpenFiles } from '../../core/loop/judgeOpenFiles';
import type { Judgement } from '../../core/loop/verdict';
import type { Suspect } from '../../core/report/report';
import type { Loop } from '../loop/runLoop';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { watchOpenFiles } from './watchOpenFiles';
import type { WatchPlan } from '../watch/watchCauses';

export interface OpenFilesExplanation {
  readonly judgement: Judgement;
  readonly suspects: readonly Suspect[];
}

/** A loop whose calls leave files open. */
export interface LeavingFilesOpen extends Pick<Loop, 'filesBefore' | 'batches'> {
  readonly files: Extract<OpenFilesTrend, { kind: 'growing' }>;
}

/** Files that calls leave open: who opens them. */
export async function explainOpenFiles(
  target: Target,
  scripts: Scripts,
  { files: { perCall }, filesBefore, batches }: LeavingFilesOpen,
  plan: WatchPlan,
): Promise<OpenFilesExplanation> {
  const growthSite = await watchOpenFiles(target, scripts, perCall, plan).catch(() => undefined);
  const open = [filesBefore, ...batches.map(({ openFiles }) => openFiles)].map((n) => n ?? 0);
  const calls = batches.reduce((sum, batch) => sum + batch.calls, 0);
  return {
    judgement: judgeOpenFiles(calls, perCall),
    suspects: [
      openFilesSuspect({ perCall, open, ...(growthSite === undefined ? {} : { growthSite }) }),
    ],
  };
}
