import type { Verdict } from '../../core/report/report';
import { verdictText } from '../leaksView/describeResult';
import { isAccepted, lineKey, type FunctionResult } from '../leaksView/functionResult';
import { countText, type Translate } from '../language';
import { dotted } from '../leaksView/rowDescription';
import type { MarkedFile, MarkSource } from './editorMarks';
import { fileKey } from './fileKey';
import type { LinePlace } from './resultEdits';

/** What stands above a function that was looped. */
export interface VerdictLens extends LinePlace {
  readonly result: FunctionResult;
  readonly title: string;
}

/** `✗ 2 leaks · Run Again` above each function of a file that was looped. */
export function verdictLenses(
  file: MarkedFile,
  source: MarkSource,
  mayRun: boolean,
): readonly VerdictLens[] {
  return source.results.flatMap((result) => {
    const { location } = result.report.function;
    const place = source.edits.placeNow(location, result);
    if (fileKey(location.file) !== fileKey(file.file) || place === undefined) return [];
    const present = file.lineText(place.line);
    return present === undefined
      ? []
      : [
          {
            ...place,
            result,
            title: titleOf(result, isOld(result, source, present), mayRun, source.t),
          },
        ];
  });
}

/** Of causes in other files too: an edit there makes the verdict old as well. */
function isOld(result: FunctionResult, { edits }: MarkSource, present: string): boolean {
  const { function: looped, suspects } = result.report;
  const places = [
    looped.location,
    ...suspects.flatMap(
      ({ growthSite, leakRoot }) => growthSite?.location ?? leakRoot.location ?? [],
    ),
  ];
  const measured = result.lineTexts.get(lineKey(looped.location.file, looped.location.line));
  return (
    places.some(({ file }) => edits.isEdited(file, result)) ||
    (measured !== undefined && measured.trim() !== present.trim())
  );
}

function titleOf(result: FunctionResult, isOld: boolean, mayRun: boolean, t: Translate): string {
  const fixed = result.gone.filter(({ change }) => change === 'fixed').length;
  return dotted([
    `${isAccepted(result) ? '✓' : signs[result.report.verdict]} ${verdictText(result, t)}`,
    fixed === 0 ? undefined : t('{0} fixed', countText(fixed, t)),
    isOld ? t('older than this file') : undefined,
    mayRun ? t('Run Again') : undefined,
  ]);
}

const signs: Readonly<Record<Verdict, string>> = {
  leak: '✗',
  bounded: '✓',
  clean: '✓',
  unclear: '?',
};
