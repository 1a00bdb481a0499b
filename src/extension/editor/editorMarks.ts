import { ownLocation } from '../../core/report/describeCause';
import type { Location, Suspect } from '../../core/report/report';
import { growthText } from '../leaksView/describeCauseNode';
import { lineKey, type FunctionResult } from '../leaksView/functionResult';
import { countText, type Translate } from '../language';
import { plainText } from '../plainText';
import { fileKey } from './fileKey';
import type { LinePlace, ResultEdits } from './resultEdits';

/** The most telling first. */
export const markKinds = ['growth', 'holder', 'allocation'] as const;

export type MarkKind = (typeof markKinds)[number];

/** A line that a cause is about, where it is in the editor now. */
export interface EditorMark extends LinePlace {
  readonly kind: MarkKind;
  readonly text: string;
  /** Whether the file was edited since the line was measured. */
  readonly isOld: boolean;
  readonly result: FunctionResult;
  readonly suspect: Suspect;
}

export interface MarkedFile {
  readonly file: string;
  /** The present text of a line (1-based); undefined behind the end. */
  lineText(line: number): string | undefined;
}

export interface MarkSource {
  readonly results: readonly FunctionResult[];
  readonly edits: Pick<ResultEdits, 'isEdited' | 'placeNow'>;
  readonly t: Translate;
}

/** Every mark in a file; a line may have several. */
export function editorMarks(file: MarkedFile, source: MarkSource): readonly EditorMark[] {
  return source.results.flatMap((result) =>
    result.report.suspects.flatMap((suspect) =>
      placesOf(suspect, result, source.t)
        .filter(({ location }) => fileKey(location.file) === fileKey(file.file))
        .flatMap(({ kind, location, text }): EditorMark[] => {
          const place = source.edits.placeNow(location, result);
          const present = place && file.lineText(place.line);
          if (place === undefined || present === undefined) return [];
          const isOld =
            source.edits.isEdited(location.file, result) || isOther(present, location, result);
          return [{ ...place, kind, text, isOld, result, suspect }];
        }),
    ),
  );
}

/** The file may have changed while no editor showed it. */
function isOther(present: string, { file, line }: Location, { lineTexts }: FunctionResult) {
  const measured = lineTexts.get(lineKey(file, line));
  return measured !== undefined && measured.trim() !== present.trim();
}

interface MarkedPlace {
  readonly kind: MarkKind;
  readonly location: Location;
  readonly text: string;
}

function placesOf(suspect: Suspect, result: FunctionResult, t: Translate): MarkedPlace[] {
  const { growthSite, leakRoot, allocationSite } = suspect;
  const reason = result.accepted.get(suspect.fingerprint);
  const added = growthSite && ownLocation(suspect);
  const growth = growthText(suspect, t);
  if (reason !== undefined) {
    // one quiet line: what is accepted is no news
    const text = t('adds {0}, accepted: {1}', growth, plainText(reason, 120));
    return at('allocation', added ?? leakRoot.location, text);
  }
  const adds =
    growthSite?.how === 'watched'
      ? t('adds {0}, nothing removes it', growth)
      : t('probably adds {0}', growth);
  return [
    ...at('growth', added, adds),
    ...at('holder', leakRoot.location, holderText(suspect, t)),
    ...at('allocation', allocationSite?.location, t('allocates {0}', growth)),
  ];
}

function at(kind: MarkKind, location: Location | undefined, text: string): MarkedPlace[] {
  return location === undefined ? [] : [{ kind, location, text }];
}

function holderText({ leakRoot }: Suspect, t: Translate): string {
  const name = plainText(leakRoot.name, 60);
  const { size } = leakRoot;
  return size === undefined
    ? t('{0} holds what leaks', name)
    : t(
        '{0} holds what leaks: {1} → {2}',
        name,
        countText(size.before, t),
        countText(size.after, t),
      );
}
