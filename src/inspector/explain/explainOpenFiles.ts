import { openFilesSuspect } from '../../core/causes/openFilesSuspect';
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

/** Files that calls leave open: who opens them. Undefined where their number does not grow. */
export async function explainOpenFiles(
  target: Target,
  scripts: Scripts,
  { files, filesBefore, batches }: Loop,
  plan: WatchPlan,
): Promise<OpenFilesExplanation | undefined> {
  if (files.kind !== 'growing') return undefined;
  const { perCall } = files;
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
