import * as vscode from 'vscode';
import type { FunctionResult } from '../leaksView/functionResult';
import type { Suspect } from '../../core/report/report';
import type { LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import type { LocationOpener } from '../locationOpener';
import { tell } from '../tell';
import type { EditorSource } from './editorSource';
import { fileKey } from './fileKey';
import { placesOfCause, stepFrom, type CausePlace } from './placesOfCause';

export interface WalkParts {
  /** What is selected in the Leaks view. */
  readonly selection: () => LeakNode | undefined;
  readonly opener: Pick<LocationOpener, 'open'>;
}

/** Goes from line to line of the selected cause, of the first one where none is selected. */
export class PlaceWalk {
  #last: { readonly fingerprint: string; readonly index: number } | undefined;

  constructor(
    private readonly state: LeaksState,
    private readonly source: EditorSource,
    private readonly parts: WalkParts,
  ) {}

  /** From the place at the cursor if it is one, else from where the walk was. */
  async go(step: 1 | -1): Promise<void> {
    const cause = causeOf(this.parts.selection()) ?? firstCause(this.state);
    const places = cause && placesOfCause(cause.result, cause.suspect, vscode.l10n.t);
    if (cause === undefined || places === undefined || places.length === 0) {
      tell(vscode.l10n.t('There are no lines to go to. Run a function that leaks first.'));
      return;
    }
    const index = stepFrom(this.#current(places, cause), step, places.length);
    this.#last = { fingerprint: cause.suspect.fingerprint, index };
    const { location, label } = places[index]!;
    await this.parts.opener.open({
      ...location,
      ...this.source.edits.placeNow(location, cause.result),
    });
    const counted = vscode.l10n.t('{0}, {1} of {2}', label, index + 1, places.length);
    vscode.window.setStatusBarMessage(counted, 4000);
  }

  #current(places: readonly CausePlace[], { result, suspect }: Cause): number | undefined {
    const editor = vscode.window.activeTextEditor;
    const file = editor && fileKey(editor.document.uri.fsPath);
    const atCursor = places.findIndex(({ location }) => {
      const now = this.source.edits.placeNow(location, result);
      return fileKey(location.file) === file && now?.line === editor!.selection.active.line + 1;
    });
    if (atCursor !== -1) return atCursor;
    const isSame = this.#last?.fingerprint === suspect.fingerprint;
    return isSame && this.#last!.index < places.length ? this.#last!.index : undefined;
  }
}

interface Cause {
  readonly result: FunctionResult;
  readonly suspect: Suspect;
}

/** The cause that a row is or belongs to; of a function's row its first. */
function causeOf(node: LeakNode | undefined): Cause | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'cause') return node;
  return node.kind === 'result' ? firstOf(node.result) : causeOf(node.parent);
}

function firstCause(state: LeaksState): Cause | undefined {
  return state.results.map(firstOf).find((cause) => cause !== undefined);
}

function firstOf(result: FunctionResult): Cause | undefined {
  const [suspect] = result.report.suspects;
  return suspect && { result, suspect };
}
