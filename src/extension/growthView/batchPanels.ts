import type { BatchReport } from '../../core/report/report';
import { timeOfCall } from '../../core/report/slowdown';
import { bytesText, callCount, countText, durationText, type Translate } from '../language';
import { dotted } from '../leaksView/rowDescription';
import { callsSoFar } from './callsSoFar';
import type { GrowthPanel, GrowthSeries } from './growthContent';

/**
 * All objects that the calls made and that are alive: what there is to see where no cause is known.
 *
 * @param isGrowing whether the line of equal growth is drawn, to compare with
 */
export function alivePanel(
  batches: readonly BatchReport[],
  isGrowing: boolean,
  t: Translate,
): GrowthPanel {
  const calls = callsSoFar(batches);
  const { unit, values } = aliveAfter(batches);
  const alive: GrowthSeries = { name: t('alive'), line: 'measured', values };
  const last = values.at(-1) ?? 0;
  const amount = (value: number) =>
    unit === 'bytes' ? t('about {0}', bytesText(value, t)) : objectCount(value, t);
  return {
    id: 'alive',
    isCause: false,
    title: t('Alive after each batch'),
    summary: dotted([
      ...(unit === 'bytes' ? [t('estimated from a sample')] : []),
      ...(isGrowing ? [t('dashed: the same with every call')] : []),
    ]),
    unit,
    series: isGrowing ? [alive, idealLine(calls, last, t)] : [alive],
    ...(isGrowing ? {} : { leastTop: leastTop(unit, calls.at(-1) ?? 0) }),
    readings: calls.map((count, at) => dotted([callCount(count, t), amount(values[at] ?? 0)])),
  };
}

/** Where a leak of the usual kind would reach half of the height: an object with every call, of this size. */
const usualObject = { perCall: 1 / 2, bytes: 64 };
/** V8 and Node keep so much for themselves while code gets warm, however few calls are made. */
const leastObjects = 200;

function leastTop(unit: AliveAfter['unit'], calls: number): number {
  const objects = Math.max(leastObjects, calls * usualObject.perCall);
  return unit === 'bytes' ? objects * usualObject.bytes : objects;
}

type AliveAfter = { readonly unit: 'bytes' | 'count' } & { readonly values: readonly number[] };

/** Of a sample the bytes. Reports of older versions only tell what is left of each batch in the end. */
function aliveAfter(batches: readonly BatchReport[]): AliveAfter {
  const isSample = batches.some(
    ({ alive, aliveBytes }) => alive === undefined && aliveBytes !== undefined,
  );
  if (isSample) return { unit: 'bytes', values: batches.map(({ aliveBytes = 0 }) => aliveBytes) };
  let left = 0;
  const values = batches.map(({ alive, survivors }) => {
    left += survivors;
    return alive ?? left;
  });
  return { unit: 'count', values };
}

/** Heap used and memory outside of it: context, as both move for other reasons, too. */
export function memoryPanel(batches: readonly BatchReport[], t: Translate): GrowthPanel {
  const heap = batches.map(({ heapUsed }) => heapUsed);
  const external = batches.map((batch) => batch.external);
  return {
    id: 'memory',
    isCause: false,
    title: t('Memory'),
    summary: t('line: heap used; dotted: external'),
    unit: 'bytes',
    series: [
      { name: t('heap used'), line: 'heap', values: heap },
      { name: t('external'), line: 'external', values: external },
    ],
    readings: callsSoFar(batches).map((calls, at) =>
      dotted([
        callCount(calls, t),
        t('heap {0}', bytesText(heap[at] ?? 0, t)),
        t('external {0}', bytesText(external[at] ?? 0, t)),
      ]),
    ),
  };
}

/** Milliseconds per call; of the calls that tell, as a slowdown is judged by them. */
export function timePanel(batches: readonly BatchReport[], t: Translate): GrowthPanel {
  const values = batches.map(timeOfCall);
  const first = Math.min(...values.slice(-5));
  const last = values.at(-1) ?? 0;
  return {
    id: 'time',
    isCause: false,
    title: t('Time per call'),
    summary: t('from {0} to {1}', durationText(first, t), durationText(last, t)),
    unit: 'millis',
    series: [{ name: t('time per call'), line: 'measured', values }],
    readings: callsSoFar(batches).map((calls, at) =>
      dotted([callCount(calls, t), t('{0} per call', durationText(values[at] ?? 0, t))]),
    ),
  };
}

/** Equal growth with every call, to where the measured line ends. */
export function idealLine(calls: readonly number[], last: number, t: Translate): GrowthSeries {
  const all = calls.at(-1) ?? 1;
  return {
    name: t('the same with every call'),
    line: 'ideal',
    values: calls.map((count) => (count / all) * last),
  };
}

function objectCount(count: number, t: Translate): string {
  return count === 1 ? t('1 object') : t('{0} objects', countText(count, t));
}
