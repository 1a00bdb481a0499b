import type { LeakReport, Suspect } from '../../core/report/report';
import { without } from '../without';

/** More causes than anybody compares; they come worst first. */
const mostSuspects = 20;
const mostFrames = 10;
const mostWarnings = 10;
/** Characters. */
const longestText = 500;
const longestWording = 5_000;

/**
 * What the tree, the charts and a comparison need of a report that is kept: neither single objects, whose process
 * is gone, nor what the last call left behind. Reports hold names of the program, no values.
 */
export function compactReport(report: LeakReport): LeakReport {
  const { threw } = report.loop;
  return {
    ...without(report, isLong(report.wording) ? ['newest', 'wording'] : ['newest']),
    reason: cut(report.reason),
    suspects: report.suspects.slice(0, mostSuspects).map(compactSuspect),
    loop: {
      ...report.loop,
      ...(threw === undefined
        ? {}
        : { threw: { ...threw, first: { ...threw.first, message: cut(threw.first.message) } } }),
    },
    warnings: report.warnings.slice(0, mostWarnings).map(cut),
    phases: {},
  };
}

function compactSuspect(suspect: Suspect): Suspect {
  const { growthSite, allocationSite } = suspect;
  return {
    ...without(suspect, ['instances']),
    ...(growthSite === undefined ? {} : { growthSite: withFewFrames(growthSite) }),
    ...(allocationSite === undefined ? {} : { allocationSite: withFewFrames(allocationSite) }),
  };
}

function withFewFrames<Site extends { readonly stack: readonly unknown[] }>(site: Site): Site {
  return { ...site, stack: site.stack.slice(0, mostFrames) };
}

/** Of texts that are cut no translation is kept. */
function isLong(wording: LeakReport['wording']): boolean {
  return JSON.stringify(wording ?? {}).length > longestWording;
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}
