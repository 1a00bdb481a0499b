import type { CauseChange } from '../../core/report/compareReports';
import { describeHolder, ownLocation } from '../../core/report/describeCause';
import type { Suspect } from '../../core/report/report';
import { bytesText, objectsPerCall, type Translate } from '../language';
import type { CauseNode, GoneCauseNode } from './leakNode';
import { locationText } from './locationText';
import { plainText } from '../plainText';
import { dotted, icons, type RowDescription } from './rowDescription';

/** `✗ byId (Map)   keeps 1 Session per call · added at sessions.js:20`. */
export function describeCause(
  { suspect, result, isFirst }: CauseNode,
  t: Translate,
): RowDescription {
  const holder = plainText(describeHolder(suspect), 100);
  const change = result.changes.get(suspect.fingerprint);
  const reason = result.accepted.get(suspect.fingerprint);
  const description = dotted([
    reason === undefined ? undefined : t('accepted: {0}', plainText(reason, 120)),
    change === undefined ? undefined : changeText(change, t),
    keepsText(suspect, t),
    addedText(suspect, t),
  ]);
  const bytes = bytesText(suspect.bytesPerCall, t);
  return {
    label: holder,
    description,
    icon: reason === undefined ? icons.leak : icons.accepted,
    sentence:
      reason === undefined
        ? t('Leak: {0} {1}. {2} per call.', holder, description, bytes)
        : t('Accepted leak: {0} {1}. {2} per call.', holder, description, bytes),
    children: isFirst && reason === undefined ? 'expanded' : 'collapsed',
    context: `${causeContext(suspect)}${reason === undefined ? '' : ' accepted'}`,
    opens: { kind: 'command', command: 'goToGrowthSite' },
  };
}

/** A cause of an earlier run: fixed, or not seen again without proof. */
export function describeGoneCause({ cause }: GoneCauseNode, t: Translate): RowDescription {
  const { suspect, change } = cause;
  const holder = plainText(describeHolder(suspect), 100);
  const kept = t('kept {0} before', growthText(suspect, t));
  const word = changeText(change, t);
  return {
    label: holder,
    description: dotted([word, kept]),
    icon: change === 'fixed' ? icons.passed : icons.unclear,
    sentence: t('{0}: {1}, {2}.', holder, word, kept),
    children: 'none',
    context: change,
  };
}

export function changeText(change: CauseChange, t: Translate): string {
  switch (change) {
    case 'fixed':
      return t('fixed');
    case 'better':
      return t('better');
    case 'unchanged':
      return t('unchanged');
    case 'worse':
      return t('worse');
    case 'new':
      return t('new');
    case 'unknown':
      return t('not seen again, but not proven fixed');
  }
}

/** `1 Session per call`; what grows without new objects is told in bytes. */
export function growthText(suspect: Suspect, t: Translate): string {
  return suspect.objectsPerCall > 0
    ? objectsPerCall(suspect.objectsPerCall, plainText(suspect.type.name, 60), t)
    : t('{0} per call', bytesText(suspect.bytesPerCall, t));
}

function keepsText(suspect: Suspect, t: Translate): string {
  return t('keeps {0}', growthText(suspect, t));
}

function addedText(suspect: Suspect, t: Translate): string | undefined {
  const location = suspect.growthSite === undefined ? undefined : ownLocation(suspect);
  return location && t('added at {0}', locationText(location));
}

/** Words that package.json's menus look for. */
function causeContext(suspect: Suspect): string {
  const places = [
    suspect.growthSite === undefined ? '' : ' hasGrowthSite',
    suspect.leakRoot.location === undefined ? '' : ' hasHolder',
  ];
  return `cause${places.join('')}`;
}
