import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeakReport } from '../../src/core/report/report';
import { causeProblems } from '../../src/extension/editor/causeProblems';
import { commandLink } from '../../src/extension/editor/commandLink';
import { editorMarks, type MarkedFile } from '../../src/extension/editor/editorMarks';
import { functionsOf } from '../../src/extension/editor/functionsOf';
import { hoverText } from '../../src/extension/editor/hoverText';
import { lineNotes } from '../../src/extension/editor/lineNotes';
import { placesOfCause, stepFrom } from '../../src/extension/editor/placesOfCause';
import { ResultEdits, type TextChange } from '../../src/extension/editor/resultEdits';
import { verdictLenses } from '../../src/extension/editor/verdictLenses';
import { createResult, functionKey } from '../../src/extension/leaksView/functionResult';
import { LeaksState } from '../../src/extension/leaksView/leaksState';
import { cleanReport, leakReport, sampleFolder } from '../core/sampleReports';
import { english } from './fakeTranslate';

const file = `${sampleFolder}/sessions.js`;
const session: MarkedFile = { file, lineText: (line) => (line <= 30 ? `line ${line}` : undefined) };
const request = { program: file };

/** A state with results, and the source of everything that the editor shows. */
function shown(...reports: LeakReport[]) {
  const state = new LeaksState();
  const edits = new ResultEdits(state);
  const add = (report: LeakReport, lineTexts = new Map<string, string>()) => {
    const previous = state.resultOf(functionKey(report.function));
    // each run has a report of its own
    state.addResult(createResult(request, { ...report }, lineTexts, previous));
  };
  reports.forEach((report) => add(report));
  const source = {
    edits,
    t: english,
    get results() {
      return state.results;
    },
  };
  const notes = () =>
    lineNotes(editorMarks(session, source), english).map(
      ({ line, kind, text }) => `${line} ${kind} ${text}`,
    );
  return { state, edits, source, add, notes };
}

const notesOfLeak = [
  '20 growth ◂ adds 1 Session per call, nothing removes it',
  '6 holder ◂ byId holds what leaks: 14 → 16,397',
  '9 allocation ◂ allocates 1 Session per call',
  '21 growth ◂ adds 1 onTick per call, nothing removes it · allocates 1 onTick per call',
  "4 holder ◂ bus 'tick' listeners holds what leaks: 0 → 16,383",
];

/** A replacement; lines and characters from 0, as VS Code counts. */
function change(start: [number, number], end: [number, number], text: string): TextChange {
  const [line, character] = start;
  return {
    range: { start: { line, character }, end: { line: end[0], character: end[1] } },
    text,
  };
}

test('the lines that add, hold and allocate have a note, one for each line', () => {
  assert.deepEqual(shown(leakReport).notes(), notesOfLeak);
});

test('a line that was found in the source and not watched is said to be probable', () => {
  const [suspect] = leakReport.suspects;
  const growthSite = { ...suspect!.growthSite!, how: 'found in source' as const };
  const { notes } = shown({ ...leakReport, suspects: [{ ...suspect!, growthSite }] });
  assert.equal(notes()[0], '20 growth ◂ probably adds 1 Session per call');
});

test('another file has no notes, and places behind the end of a file that was cut have none', () => {
  const { source } = shown(leakReport);
  assert.deepEqual(editorMarks({ ...session, file: `${sampleFolder}/other.js` }, source), []);
  const cut = { file, lineText: (line: number) => (line < 7 ? '' : undefined) };
  assert.deepEqual(
    editorMarks(cut, source).map(({ line }) => line),
    [6, 4],
  );
});

test('a drive letter in the other case names the same file', () => {
  const [suspect] = leakReport.suspects;
  const location = { file: 'C:\\shop\\a.js', line: 2, column: 1 };
  const growthSite = { ...suspect!.growthSite!, location };
  const { source } = shown({ ...leakReport, suspects: [{ ...suspect!, growthSite }] });
  const marks = editorMarks({ file: 'c:\\shop\\a.js', lineText: () => 'x' }, source);
  assert.deepEqual(
    marks.map(({ line }) => line),
    [2],
  );
});

test('after an edit the notes move along with their lines and say that they are older than the file', () => {
  const { edits, notes } = shown(leakReport);
  assert.equal(edits.record(file, [change([7, 0], [7, 0], '// one\n// two\n')]), true);
  const age = ' · older than this file';
  assert.deepEqual(
    notes(),
    notesOfLeak.map((note) => {
      const line = Number.parseInt(note, 10);
      return note.replace(/^\d+/, String(line > 7 ? line + 2 : line)) + age;
    }),
  );
});

test('a note goes with its line when that is deleted, and stays when the line is rewritten', () => {
  const { edits, source } = shown(leakReport);
  edits.record(file, [change([19, 0], [20, 0], '')]);
  edits.record(file, [change([5, 0], [5, 20], 'const byId = new WeakMap();')]);
  const lines = editorMarks(session, source).map(({ line }) => line);
  assert.deepEqual(lines, [6, 9, 20, 4, 20]);
});

test('Enter before the statement moves its note, Enter behind it does not', () => {
  const at = { file, line: 20, column: 8 };
  const placeAfter = (edit: TextChange) => {
    const { edits, state } = shown(leakReport);
    edits.record(file, [edit]);
    return edits.placeNow(at, state.results[0]!)?.line;
  };
  assert.equal(placeAfter(change([19, 2], [19, 2], '\n')), 21);
  assert.equal(placeAfter(change([19, 28], [19, 28], '\n')), 20);
});

test('several changes of one edit come from the end of the file to its beginning', () => {
  const { edits, state } = shown(leakReport);
  const at = { file, line: 20, column: 8 };
  edits.record(file, [change([25, 0], [25, 0], '\n'), change([2, 0], [4, 0], '')]);
  assert.equal(edits.placeNow(at, state.results[0]!)?.line, 18);
});

test('of edits within lines only the first changes what is shown', () => {
  const { edits, add } = shown(leakReport);
  const typed = change([3, 1], [3, 1], 'x');
  assert.deepEqual([edits.record(file, [typed]), edits.record(file, [typed])], [true, false]);
  add(leakReport);
  assert.equal(edits.record(file, [typed]), true);
});

test('edits while nothing is shown or runs are not kept', () => {
  const { edits, state, add } = shown();
  assert.equal(edits.record(file, [change([0, 0], [0, 0], '\n')]), false);
  add(leakReport);
  assert.equal(edits.isEdited(file, state.results[0]!), false);
});

test('a file that was edited during the run is newer than its result', () => {
  const { edits, state, add, notes } = shown();
  state.setRunning({ title: 'sessions.js:18' });
  edits.record(file, [change([0, 0], [0, 0], '\n')]);
  state.setRunning({ title: 'handleRequest' });
  add(leakReport);
  state.setRunning(undefined);
  assert.match(notes()[0]!, /^21 growth .* · older than this file$/);
});

test('what edits a file when it is saved for a run is no edit since that run', () => {
  const { edits, state, add, notes } = shown();
  state.setRunning({ title: 'sessions.js:18', isPreparing: true });
  edits.record(file, [change([30, 0], [30, 0], '\n')]);
  state.setRunning({ title: 'sessions.js:18' });
  add(leakReport);
  state.setRunning(undefined);
  assert.deepEqual(notes(), notesOfLeak);
});

test('a new run makes the notes of its function current, those of another stay old', () => {
  const other = { ...leakReport, function: { ...leakReport.function, name: 'other' } };
  const { edits, add, source } = shown(other, leakReport);
  edits.record(file, [change([0, 0], [0, 0], 'x')]);
  add(leakReport);
  const ages = editorMarks(session, source).map(
    ({ result, isOld }) => `${result.report.function.name} ${isOld ? 'old' : 'current'}`,
  );
  assert.deepEqual([...new Set(ages)], ['handleRequest current', 'other old']);
});

test('a file that was changed while no editor had it is noticed by the text of the line', () => {
  const { add, source } = shown();
  add(leakReport, new Map([[`${file}:20`, '  byId.set(id, session);']]));
  const [mark] = editorMarks(session, source);
  assert.equal(mark?.isOld, true);
  const unchanged = { file, lineText: () => 'byId.set(id, session);' };
  assert.equal(editorMarks(unchanged, source)[0]?.isOld, false);
});

test('Clear takes everything away, and a cause that a re-run proves fixed vanishes', () => {
  const { state, add, notes, source } = shown(leakReport);
  const [, listener] = leakReport.suspects;
  add({ ...leakReport, suspects: [listener!] });
  assert.deepEqual(notes(), notesOfLeak.slice(3));
  assert.equal(causeProblems(source).length, 1);
  add({ ...cleanReport, function: leakReport.function });
  assert.deepEqual([notes(), causeProblems(source)], [[], []]);
  add(leakReport);
  state.clear();
  assert.deepEqual(
    [notes(), causeProblems(source), verdictLenses(session, source, true)],
    [[], [], []],
  );
});

test('the hover has the cause with its chain, and links to lines', () => {
  const { source } = shown(leakReport);
  const marks = editorMarks(session, source).filter(({ line }) => line === 20);
  const text = hoverText(marks, true, english);
  assert.match(
    text,
    /^\*\*byId \\\(Map\\\)\*\* keeps 1 Session per call · added at sessions\\\.js\\:20\n/,
  );
  assert.match(
    text,
    /\n- \*\*byId\*\* · \[Map, 14 → 16,397 · sessions\\\.js\\:6\]\(command:leakLoop\.goToLocation\?%5B/,
  );
  assert.match(text, /\n- allocated here · \[/);
  assert.match(text, /\[Run Again\\: handleRequest\]\(command:leakLoop\.runAgain\?/);
});

test('without trust the hover offers no run, and an old one says so', () => {
  const { source, edits } = shown(leakReport);
  edits.record(file, [change([29, 0], [29, 0], 'x')]);
  const text = hoverText(editorMarks(session, source).slice(0, 1), false, english);
  assert.ok(!text.includes('leakLoop.runAgain'));
  assert.match(text, /\n\*older than this file\*$/);
});

test('text out of a heap can neither link nor format in a hover', () => {
  const evil = '](command:workbench.action.quit)<img src=x onerror=1> **x** `';
  const [suspect] = leakReport.suspects;
  const hostile = {
    ...suspect!,
    type: { ...suspect!.type, name: evil },
    leakRoot: { ...suspect!.leakRoot, name: evil, type: evil },
    chain: suspect!.chain.map((link) => ({ ...link, label: evil, type: evil })),
    advice: evil,
  };
  const { source } = shown({
    ...leakReport,
    function: { ...leakReport.function, name: evil },
    suspects: [hostile],
  });
  const text = hoverText(editorMarks(session, source).slice(0, 1), true, english);
  const commands = [...text.matchAll(/\]\(command:([\w.]+)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(commands)], ['leakLoop.goToLocation', 'leakLoop.runAgain']);
  assert.ok(!/<img|[^\\]`/.test(text), text);
});

test('the parameters of a link cannot end it', () => {
  const link = commandLink('a', 'b', ["/x (1)/it's*~!.js", ')[']);
  assert.match(link, /^\[a\]\(command:b\?[\w%.-]+\)$/);
  const query = /\?(.*)\)$/.exec(link)![1]!;
  assert.deepEqual(JSON.parse(decodeURIComponent(query)), ["/x (1)/it's*~!.js", ')[']);
});

test('a problem is where the line is now, covers its text, and its related information is the chain', () => {
  const { source, edits, add } = shown();
  add(leakReport, new Map([[`${file}:20`, '  byId.set(id, session);']]));
  edits.record(file, [change([0, 0], [0, 0], '\n')]);
  const [problem] = causeProblems(source);
  assert.deepEqual([problem!.line, problem!.column, problem!.endColumn], [21, 8, 25]);
  assert.equal(
    problem!.message,
    'byId (Map) keeps 1 Session per call (452 B): added here, and nothing removes it. Older than this file: run again.',
  );
  assert.deepEqual(
    problem!.related.map(({ location, message }) => `${location.line} ${message.split(',')[0]}`),
    [
      '2 It is held by sessions.js',
      '7 It is held by byId',
      '9 What leaks is Session',
      '10 It was allocated here: in openSession',
    ],
  );
});

test('what lies wholly in packages is no problem of the user, and a cause without a line is at its holder', () => {
  const [suspect] = leakReport.suspects;
  const { growthSite, ...withoutSite } = suspect!;
  const inPackage = { file: `${sampleFolder}/node_modules/a/a.js`, line: 1, column: 1 };
  const foreign = {
    ...suspect!,
    growthSite: { ...growthSite!, location: inPackage, stack: [] },
  };
  const { source } = shown({ ...leakReport, suspects: [foreign, withoutSite] });
  const problems = causeProblems(source);
  assert.deepEqual(
    problems.map(({ line }) => line),
    [6],
  );
  assert.match(problems[0]!.message, /the line that adds it was not found\.$/);
});

test('the lens above a function says its verdict, what was fixed, its age and the next step', () => {
  const { source, edits, add } = shown(leakReport);
  const titles = (mayRun = true) =>
    verdictLenses(session, source, mayRun).map(({ line, title }) => `${line} ${title}`);
  assert.deepEqual(titles(), ['18 ✗ 2 leaks · Run Again']);
  edits.record(file, [change([0, 0], [0, 0], '\n')]);
  assert.deepEqual(titles(), ['19 ✗ 2 leaks · older than this file · Run Again']);
  add({ ...cleanReport, function: leakReport.function });
  assert.deepEqual(titles(), ['18 ✓ nothing grows · 2 fixed · Run Again']);
  assert.deepEqual(titles(false), ['18 ✓ nothing grows · 2 fixed']);
});

test('the walk over a cause visits each of its lines once, around the end', () => {
  const { source } = shown(leakReport);
  const [result] = source.results;
  const [first] = result!.report.suspects;
  assert.deepEqual(
    placesOfCause(result!, first!, english).map(
      ({ location, label }) => `${location.line} ${label}`,
    ),
    ['20 added here', '1 sessions.js', '6 byId', '8 Session', '9 allocated here'],
  );
  assert.deepEqual(
    [stepFrom(undefined, 1, 5), stepFrom(undefined, -1, 5), stepFrom(4, 1, 5), stepFrom(0, -1, 5)],
    [0, 4, 0, 4],
  );
});

test('functions with a lens are those of the file and its classes, not those inside functions', () => {
  const symbol = (kind: number, selectionRange: string, ...children: NamedSymbol[]) =>
    ({ kind, selectionRange, children }) satisfies NamedSymbol;
  const [classKind, method, constructorKind, functionKind, variable] = [4, 5, 8, 11, 12] as const;
  const outline = [
    symbol(functionKind, 'open', symbol(functionKind, 'inner')),
    symbol(variable, 'limit'),
    symbol(classKind, 'Pool', symbol(constructorKind, 'new'), symbol(method, 'add')),
  ];
  assert.deepEqual(
    functionsOf(outline).map(({ selectionRange }) => selectionRange),
    ['open', 'new', 'add'],
  );
});

interface NamedSymbol {
  readonly kind: number;
  readonly selectionRange: string;
  readonly children: readonly NamedSymbol[];
}
