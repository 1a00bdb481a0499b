import type { BatchReport } from '../../core/report/report';
import { callCount, marksOf, type Translate } from '../language';
import { verdictText } from '../leaksView/describeResult';
import { functionName, type FunctionResult } from '../leaksView/functionResult';
import type { RunningState } from '../leaksView/leaksState';
import { dotted } from '../leaksView/rowDescription';
import { plainText } from '../plainText';
import { progressText } from '../run/progressText';
import { alivePanel, memoryPanel, timePanel } from './batchPanels';
import { callsSoFar } from './callsSoFar';
import { causePanel } from './causePanel';
import { causesIn } from './causesIn';
import type { GrowthContent, GrowthPanel } from './growthContent';
import { growthTable } from './growthTable';

/** The charts of a finished run: one for each cause, else of all that is alive, then what goes with it. */
export function describeGrowth(result: FunctionResult, t: Translate): GrowthContent {
  const { report, key } = result;
  const { batches, calls } = report.loop;
  const causes = causesIn(result, t).flatMap((cause) => causePanel(cause, batches, t) ?? []);
  const heading = dotted([
    plainText(functionName(report.function), 80),
    verdictText(result, t),
    callCount(calls, t),
  ]);
  const panels = [
    ...(causes.length > 0 ? causes : [alivePanel(batches, report.verdict === 'leak', t)]),
    memoryPanel(batches, t),
    ...(report.slowdown === undefined ? [] : [timePanel(batches, t)]),
  ];
  return contentOf({ key, heading, batches, panels }, t);
}

/** The charts of a run that goes on, as far as it has come. */
export function describeRunning(
  running: RunningState,
  batches: readonly BatchReport[],
  t: Translate,
): GrowthContent {
  const { soFar } = running.progress ?? {};
  const isGrowing = soFar === 'growing' || soFar === 'leak';
  return contentOf(
    {
      key: 'running',
      heading: progressText(running, t),
      batches,
      panels: [alivePanel(batches, isGrowing, t), memoryPanel(batches, t)],
    },
    t,
  );
}

/** Words in place of charts. */
export function describeNothing(t: Translate): GrowthContent {
  const heading = t('Nothing was measured. Run a function, and its growth is drawn here.');
  return contentOf({ key: 'nothing', heading, batches: [], panels: [] }, t);
}

interface Drawing {
  readonly key: string;
  readonly heading: string;
  readonly batches: readonly BatchReport[];
  readonly panels: readonly GrowthPanel[];
}

/** A single batch shows no growth. */
function contentOf({ key, heading, batches, panels }: Drawing, t: Translate): GrowthContent {
  const calls = callsSoFar(batches);
  const drawn = calls.length < 2 ? [] : panels;
  const table = growthTable(calls, drawn, t);
  return { key, heading, calls, panels: drawn, marks: marksOf(t), table };
}
