import { basename } from 'node:path';
import { growthLine } from './cases.mjs';

/**
 * What is wrong with one answer, in words; empty where it is right.
 *
 * @param {object} expected the case
 * @param {object} report the answer, a LeakReport
 * @param {number} code the exit code that came with it
 * @returns {string[]}
 */
export function answerProblems(expected, report, code) {
  const right = oneOf(expected.verdict).includes(report.verdict);
  const codes = { leak: 1, unclear: 2 };
  const [suspect] = report.suspects;
  return [
    right ? [] : `verdict ${report.verdict}`,
    code === (codes[report.verdict] ?? 0) ? [] : `exit code ${code}`,
    report.verdict === 'leak' && right ? leakProblems(expected, suspect) : [],
  ].flat();
}

/** A place as the tables show it: the folder of a file says little there. */
export function placeOf({ file, line }) {
  return `${basename(file)}:${line}`;
}

function leakProblems(expected, suspect) {
  if (suspect === undefined) {
    return ['no suspect'];
  }
  const { type, leakRoot, growthSite } = suspect;
  return [
    fits(type.name, expected.type) ? [] : `type ${type.name}`,
    fits(leakRoot.name, expected.holder) ? [] : `holder ${leakRoot.name}`,
    lineProblems(expected, growthSite),
  ].flat();
}

function lineProblems(expected, growthSite) {
  const expectedLine = `${basename(expected.markedPath)}:${growthLine(expected)}`;
  if (growthSite === undefined) {
    return [`line not found, not ${expectedLine}`];
  }
  const line = placeOf(growthSite.location);
  const files = growthSite.stack.map(({ location }) => location?.file ?? '');
  return [
    line === expectedLine ? [] : `line ${line}, not ${expectedLine}`,
    fits(growthSite.how, expected.how) ? [] : `line ${growthSite.how}`,
    expected.through === undefined || files.some((file) => fits(file, expected.through))
      ? []
      : `no frame of ${expected.through}`,
  ].flat();
}

/** Whether a text is one of those expected; between slashes is a pattern. */
function fits(text, expected) {
  return (
    expected === undefined ||
    oneOf(expected).some((each) => {
      const pattern = /^\/(.*)\/([a-z]*)$/.exec(each);
      return pattern === null ? each === text : new RegExp(pattern[1], pattern[2]).test(text);
    })
  );
}

function oneOf(value) {
  return Array.isArray(value) ? value : [value];
}
