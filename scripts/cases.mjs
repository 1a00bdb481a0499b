// The programs with known answers: the fixtures, and the corpus of programs with real packages.
// The fields of a case are documented in test/engine/fixtureExpectations.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runCommand.mjs';

/**
 * @param {string} expectations folder of JSON files, from the project's folder
 * @param {string} programs folder that the files of the cases are in, from the project's folder
 * @param {readonly string[]} only words; a case is chosen if its file or function contains one of them
 */
export function readCases(expectations, programs, only) {
  const folder = join(root, expectations);
  return readdirSync(folder)
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .map((each) => ({
      ...each,
      path: join(programs, each.file),
      markedPath: join(programs, each.growsIn ?? each.file),
      name: nameOf(each),
    }))
    .filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
}

/** 1-based, in the file `markedPath`; the statement that adds bears the comment `// grows`. */
export function growthLine({ markedPath }) {
  const lines = readFileSync(join(root, markedPath), 'utf8').split('\n');
  return lines.findIndex((line) => line.endsWith('// grows')) + 1;
}

function nameOf({ file, function: chosen }) {
  return `${file}${chosen.startsWith('#') ? chosen : ''}`;
}
