import type { Translate } from '../language';
import { markKinds, type EditorMark, type MarkKind } from './editorMarks';
import { groupBy } from '../../core/groupBy';

/** The muted text behind one line. */
export interface LineNote {
  readonly line: number;
  /** The most telling of its marks. */
  readonly kind: MarkKind;
  readonly isOld: boolean;
  readonly text: string;
}

/** One note for each line that has marks; what is older than the file says so. */
export function lineNotes(marks: readonly EditorMark[], t: Translate): readonly LineNote[] {
  return [...groupBy(marks, ({ line }) => line)].map(([line, same]) => {
    const sorted = [...same].sort((a, b) => rank(a) - rank(b));
    const isOld = same.every((mark) => mark.isOld);
    const texts = [...new Set(sorted.map(({ text }) => text))];
    const age = isOld ? [t('older than this file')] : [];
    return { line, kind: sorted[0]!.kind, isOld, text: `◂ ${[...texts, ...age].join(' · ')}` };
  });
}

function rank({ kind }: EditorMark): number {
  return markKinds.indexOf(kind);
}
