import * as vscode from 'vscode';
import { ownLocation } from '../../core/report/describeCause';
import type { LeakReport, Location } from '../../core/report/report';
import { lineKey } from './functionResult';

/** Bytes; a bundle of this size has no lines worth showing, and reading it costs. */
const maxFileSize = 2_000_000;
const maxLineLength = 500;

/**
 * The source lines that the tree shows and Run Again looks for, by {@link lineKey}, read right after
 * the run because the user is about to edit them. A file that cannot be read has none.
 */
export async function readLineTexts(report: LeakReport): Promise<ReadonlyMap<string, string>> {
  const places = [report.function.location, ...report.suspects.map(ownLocation)];
  const wanted = places.filter(
    (place): place is Location => place?.file.startsWith('node:') === false,
  );
  const texts = new Map<string, string>();
  for (const file of new Set(wanted.map((place) => place.file))) {
    const lines = await readLines(file);
    for (const { line } of wanted.filter((place) => place.file === file)) {
      const text = lines?.[line - 1];
      if (text !== undefined && text.length <= maxLineLength) {
        texts.set(lineKey(file, line), text);
      }
    }
  }
  return texts;
}

/** The lines of a file on disk; undefined where it is missing or too big. */
export async function readLines(file: string): Promise<readonly string[] | undefined> {
  const uri = vscode.Uri.file(file);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxFileSize) {
      return undefined;
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    return new TextDecoder().decode(bytes).split(/\r?\n/);
  } catch {
    return undefined; // deleted or a virtual source: the tree then shows the place without its text
  }
}
