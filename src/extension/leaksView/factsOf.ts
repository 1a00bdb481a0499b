import type { LeakReport } from '../../core/report/report';
import { activeText } from '../../core/report/reportFacts';
import { bytesText, callCount, countText, durationText, type Translate } from '../language';
import type { FactName, LeakNode, ResultNode } from './leakNode';
import { plainText } from '../plainText';
import { inEditor, notExcludedOf, reasonOf, warningsOf } from '../inEditor';

/** What a report says beyond its causes, row by row; for a leak only what adds to the causes. */
export function factsOf(parent: ResultNode, t: Translate): readonly LeakNode[] {
  const { report } = parent.result;
  const fact = (name: FactName, text: string | undefined, key: string = name): LeakNode[] =>
    text === undefined || text === ''
      ? []
      : [{ kind: 'fact', id: `${parent.id}/${key}`, parent, fact: name, text }];
  return [
    ...fact('reason', explainsItself(report) ? undefined : plainText(reasonOf(report, t), 1000)),
    ...allocatedFacts(parent),
    ...threwFact(parent, t),
    ...fact('slowdown', slowdownText(report, t)),
    ...fact('outsideHeap', outsideHeapText(report, t)),
    ...fact('resources', resourcesText(report, t)),
    ...warningsOf(report, t).flatMap((text, index) =>
      fact('warning', plainText(text, 1000), `warning/${index}`),
    ),
    ...fact('debugger', debuggerText(report, t)),
    ...fact('checked', checkedText(report, t)),
    ...notExcluded(parent, t),
  ];
}

/** A leak's causes are its reason, unless none could be named. */
function explainsItself(report: LeakReport): boolean {
  return report.verdict === 'leak' && report.suspects.length > 0;
}

function notExcluded(parent: ResultNode, t: Translate): LeakNode[] {
  const items = notExcludedOf(parent.result.report, t).map((text) => plainText(text, 500));
  const id = `${parent.id}/notExcluded`;
  if (items.length < 2) {
    return items.map((text) => ({ kind: 'fact', id, parent, fact: 'notExcluded', text }));
  }
  return [{ kind: 'notExcluded', id, parent, items }];
}

/** Of what is bounded, which has no causes to look at. */
function allocatedFacts(parent: ResultNode): LeakNode[] {
  const { allocatedIn = [] } = parent.result.report;
  return allocatedIn.map(({ function: name, location }, index) => {
    const text = plainText(name, 80);
    const id = `${parent.id}/allocated/${index}`;
    return { kind: 'fact', id, parent, fact: 'allocated', text, location };
  });
}

function threwFact(parent: ResultNode, t: Translate): LeakNode[] {
  const { loop } = parent.result.report;
  if (loop.threw === undefined || loop.threw.calls === 0) {
    return [];
  }
  const { calls, first } = loop.threw;
  const text = t(
    '{0} of {1} threw; the first: {2}',
    countText(calls, t),
    callCount(loop.calls, t),
    plainText(first.message, 300),
  );
  const location = first.location === undefined ? {} : { location: first.location };
  return [{ kind: 'fact', id: `${parent.id}/threw`, parent, fact: 'threw', text, ...location }];
}

function slowdownText({ slowdown }: LeakReport, t: Translate): string | undefined {
  return (
    slowdown &&
    t(
      'calls went from {0} to {1} each',
      durationText(slowdown.firstMillisPerCall, t),
      durationText(slowdown.lastMillisPerCall, t),
    )
  );
}

function outsideHeapText({ perCall, verdict }: LeakReport, t: Translate): string | undefined {
  return verdict !== 'clean' && perCall.externalBytes >= 1
    ? t('{0} per call in buffers and other native memory', bytesText(perCall.externalBytes, t))
    : undefined;
}

function debuggerText({ target }: LeakReport, t: Translate): string | undefined {
  return target.debuggerAttached
    ? t('a debugger was attached: what it keeps may show here')
    : undefined;
}

function resourcesText(report: LeakReport, t: Translate): string {
  const active = activeText(report);
  return active === undefined ? '' : plainText(inEditor(active, t), 500);
}

function checkedText({ loop, target }: LeakReport, t: Translate): string {
  const calls = callCount(loop.calls, t);
  const node = plainText(target.nodeVersion.replace(/^v?/, 'Node '), 40);
  return loop.batches.length === 1
    ? t('{0} in 1 batch, then a forced collection · {1}', calls, node)
    : t(
        '{0} in {1} batches, a forced collection after each · {2}',
        calls,
        loop.batches.length,
        node,
      );
}
