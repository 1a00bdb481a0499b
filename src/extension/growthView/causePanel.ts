import { describeHolder } from '../../core/report/describeCause';
import type { BatchReport, Suspect } from '../../core/report/report';
import { survivorsCurve } from '../../core/report/survivorsCurve';
import {
  bytesText,
  callCount,
  countText,
  objectsPerCall,
  perCall,
  type Translate,
} from '../language';
import type { CauseNode } from '../leaksView/leakNode';
import { dotted } from '../leaksView/rowDescription';
import { plainText } from '../plainText';
import { idealLine } from './batchPanels';
import { callsSoFar } from './callsSoFar';
import type { GrowthPanel } from './growthContent';

/**
 * What a cause keeps of the calls made so far. Where it keeps bytes that are no objects, the memory in which
 * they are; undefined where the system does not tell that, or where that memory is not what grew: of a few small
 * objects the loop may not have counted a single one, and they were found in the heap afterwards.
 */
export function causePanel(
  { id, suspect }: CauseNode,
  batches: readonly BatchReport[],
  t: Translate,
): GrowthPanel | undefined {
  const points = survivorsCurve(suspect, batches);
  const drawn = points.length > 0 ? curve(points, batches, t) : memoryOf(suspect, batches, t);
  if (drawn === undefined) return undefined;
  const title = plainText(describeHolder(suspect), 80);
  return { id, isCause: true, title, summary: ratesText(suspect, t), ...drawn };
}

type Drawn = Pick<GrowthPanel, 'unit' | 'series' | 'readings'>;

function curve(
  points: ReturnType<typeof survivorsCurve>,
  batches: readonly BatchReport[],
  t: Translate,
): Drawn {
  const calls = callsSoFar(batches);
  const values = calls.map((_, at) => points[at]?.survivors ?? null);
  return {
    unit: 'count',
    series: [
      { name: t('objects kept'), line: 'measured', values },
      idealLine(calls, points.at(-1)?.survivors ?? 0, t),
    ],
    readings: calls.map((count, at) => dotted([callCount(count, t), keptText(values[at] ?? 0, t)])),
  };
}

/** Of what a cause keeps, as measured in calls of their own; half leaves room for what the allocator does. */
const leastShare = 1 / 2;

function memoryOf(
  { heldBy, bytesPerCall }: Suspect,
  batches: readonly BatchReport[],
  t: Translate,
): Drawn | undefined {
  const values = batches.map(({ native, external }) => (heldBy === 'native' ? native : external));
  const [first] = values;
  if (values.length < 2 || first === undefined) return undefined;
  const risen = values.map((value) => (value === undefined ? null : value - first));
  const calls = callsSoFar(batches);
  const kept = bytesPerCall * ((calls.at(-1) ?? 0) - (calls[0] ?? 0));
  if ((risen.at(-1) ?? 0) < kept * leastShare) return undefined;
  return {
    unit: 'bytes',
    series: [
      { name: t('more than at first'), line: 'measured', values: risen },
      idealLine(calls, risen.at(-1) ?? 0, t),
    ],
    readings: calls.map((count, at) =>
      dotted([callCount(count, t), t('{0} more', bytesText(risen[at] ?? 0, t))]),
    ),
  };
}

function keptText(objects: number, t: Translate): string {
  return objects === 1 ? t('1 object kept') : t('{0} objects kept', countText(objects, t));
}

/** What goes along is counted by the curve, too: `1 Session per call · with 5 others: 6 per call · 536 B per call`. */
function ratesText(suspect: Suspect, t: Translate): string {
  const { objectsPerCall: rate, bytesPerCall, type, passengers } = suspect;
  const others = passengers.reduce((sum, each) => sum + each.objectsPerCall, 0);
  return dotted([
    rate > 0 ? objectsPerCall(rate, plainText(type.name, 60), t) : undefined,
    rate > 0 && others >= rate / 2
      ? alongText(Math.round(others / rate), rate + others, t)
      : undefined,
    t('{0} per call', bytesText(bytesPerCall, t)),
  ]);
}

/** @param all of them per call, so that the row's number and the curve's can be seen to be the same */
function alongText(others: number, all: number, t: Translate): string {
  return others === 1
    ? t('with 1 other: {0}', perCall(all, t))
    : t('with {0} others: {1}', countText(others, t), perCall(all, t));
}
