import { describeHolder, isForeignCause, ownLocation } from '../../core/report/describeCause';
import type { Location, Suspect } from '../../core/report/report';
import { growthText } from '../leaksView/describeCauseNode';
import { lineKey, openCauses, type FunctionResult } from '../leaksView/functionResult';
import { bytesText, type Translate } from '../language';
import { plainText } from '../plainText';
import { causeRows } from './causeRows';
import type { MarkSource } from './editorMarks';
import type { LinePlace } from './resultEdits';

/** A cause as the Problems view lists it. */
export interface CauseProblem extends LinePlace {
  readonly file: string;
  /** 1-based; the column behind its end. */
  readonly endColumn: number;
  readonly message: string;
  readonly isOld: boolean;
  /** The chain and what else leads somewhere, as the Leaks view has it. */
  readonly related: readonly { readonly location: Location; readonly message: string }[];
}

/**
 * A problem for each cause with a line in the user's own code: what is in packages is not theirs to fix,
 * what is accepted nobody wants to.
 */
export function causeProblems(source: MarkSource): readonly CauseProblem[] {
  return source.results.flatMap((result) =>
    openCauses(result).flatMap((suspect) => {
      const location = ownLocation(suspect);
      return location === undefined || isForeignCause(suspect)
        ? []
        : problemAt(location, suspect, result, source);
    }),
  );
}

function problemAt(
  location: Location,
  suspect: Suspect,
  result: FunctionResult,
  { edits, t }: MarkSource,
): CauseProblem[] {
  const place = edits.placeNow(location, result);
  if (place === undefined) return [];
  const isOld = edits.isEdited(location.file, result);
  const text = result.lineTexts.get(lineKey(location.file, location.line))?.trimEnd() ?? '';
  return [
    {
      ...place,
      file: location.file,
      endColumn: Math.max(text.length + 1, place.column + 1),
      message: messageOf(suspect, isOld, t),
      isOld,
      related: relatedTo(suspect, result, { edits, t }),
    },
  ];
}

function messageOf(suspect: Suspect, isOld: boolean, t: Translate): string {
  const holder = plainText(describeHolder(suspect), 100);
  const growth = growthText(suspect, t);
  const bytes = bytesText(suspect.bytesPerCall, t);
  const message =
    suspect.growthSite === undefined
      ? t('{0} keeps {1} ({2}); the line that adds it was not found.', holder, growth, bytes)
      : t('{0} keeps {1} ({2}): added here, and nothing removes it.', holder, growth, bytes);
  return isOld ? `${message} ${t('Older than this file: run again.')}` : message;
}

function relatedTo(
  suspect: Suspect,
  result: FunctionResult,
  { edits, t }: Pick<MarkSource, 'edits' | 't'>,
) {
  return causeRows(result, suspect, t).flatMap(({ node, row, location }) => {
    const place = location && edits.placeNow(location, result);
    return node.kind === 'growth' || place === undefined
      ? []
      : [{ location: { ...location!, ...place }, message: row.sentence }];
  });
}
